import { withWords } from '@/parts/lazy'
import { useCommands } from '@/shell/commands'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

/** `/wall#secret` opens a board by its link, `/wall/<id>` one for who is signed in, which the page finds out. What stands behind # reaches no server. */
export default defineFeature({
  routes: [
    { path: '/wall/:id?', component: withWords(() => import('./WallPage.vue')), meta: { title: 'shell.nav.wallboards', public: true, bare: true } },
  ],
  setup: ({ router }) => void useCommands([{ id: 'go.wallboards', group: 'go', title: 'shell.nav.wallboards', keys: 'g w', when: () => useSession().can('routing.read'), run: () => router.push('/settings/wallboards') }]),
})
