import { Telescope } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [{ path: '/supervisor', name: 'supervisor', component: withWords(() => import('./SupervisorPage.vue')), meta: { title: 'shell.nav.supervisor', permission: 'conversation.monitor' } }],
  nav: [{ id: 'supervisor', label: 'shell.nav.supervisor', icon: Telescope, to: '/supervisor', order: 45, keys: 'g o', when: () => useSession().can('conversation.monitor') }],
})
