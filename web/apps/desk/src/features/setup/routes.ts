import { h } from 'vue'
import { lazyPart, withWords } from '@/parts/lazy'
import { call } from '@/shell/call'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'
import { progress } from './state'

/** Nobody loads it once the guide is put away. */
const Checklist = lazyPart(withWords(() => import('./Checklist.vue')))

export default defineFeature({
  routes: [
    { path: '/setup', name: 'setup', component: withWords(() => import('./SetupPage.vue')), meta: { title: 'setup.title', public: true, bare: true } },
    { path: '/setup/try', name: 'setup.try', component: withWords(() => import('./TryPage.vue')), meta: { title: 'setup.try.title', public: true, bare: true } },
  ],
  slots: { overlay: () => (useSession().workspace?.guide ? h(Checklist) : null) },
  setup: ({ router }) => {
    const session = useSession()
    let founded = false
    const needed = async () => {
      if (founded) return false
      try {
        const needs = (await call<{ needed: boolean }>('GET', '/setup')).needed
        founded = !needs
        return needs
      } catch {
        return false
      }
    }
    // Signing in to a house without people leads to founding it; founding it twice leads inside.
    router.beforeEach(async (to) => {
      if (to.name === 'login' && (await needed())) return { name: 'setup' }
      if (to.name === 'setup' && !session.session && !(await needed())) {
        if (progress.value && (await session.load())) return true
        return { path: '/' }
      }
      if (to.name === 'setup' && session.session && !progress.value) return { path: '/' }
      return true
    })
  },
})
