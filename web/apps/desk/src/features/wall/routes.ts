import { withWords } from '@/parts/lazy'
import { useCommands } from '@/shell/commands'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

const component = withWords(() => import('./WallPage.vue'))

/** `/wall#secret` opens a board by its link, `/wall/<id>` one for who is signed in. What stands behind # reaches no server. */
export default defineFeature({
  routes: [
    { path: '/wall', name: 'wall.link', component, meta: { title: 'shell.nav.wallboards', public: true, bare: true } },
    { path: '/wall/:id', name: 'wall', component, meta: { title: 'shell.nav.wallboards', permission: 'routing.read', bare: true } },
  ],
  setup: ({ router }) => void useCommands([{ id: 'go.wallboards', group: 'go', title: 'shell.nav.wallboards', keys: 'g w', when: () => useSession().can('routing.read'), run: () => router.push('/settings/wallboards') }]),
})
