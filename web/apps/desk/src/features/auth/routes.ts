import { watch } from 'vue'
import { lazyPart } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'
import { expired, leaving } from './state'



export default defineFeature({
  routes: [
    { path: '/login', name: 'login', component: () => import('./LoginPage.vue'), meta: { title: 'auth.signIn', public: true, bare: true } },
    { path: '/invite', name: 'invite', component: () => import('./InvitePage.vue'), meta: { title: 'auth.invite.title', public: true, bare: true } },
    { path: '/reset', name: 'reset', component: () => import('./ResetPage.vue'), meta: { title: 'auth.reset.title', public: true, bare: true } },
  ],
  slots: { account: lazyPart(() => import('./AccountMenu.vue')) },
  setup: ({ router }) => {
    const store = useSession()
    // A session that ends by itself is worth a sentence; signing out is not.
    watch(
      () => store.session,
      (now, before) => {
        if (before && !now) expired.value = !leaving.value
        if (now) expired.value = leaving.value = false
      },
      { flush: 'sync' },
    )
    router.beforeEach((to) => (to.name === 'login' && store.session ? { path: '/' } : true))
  },
})
