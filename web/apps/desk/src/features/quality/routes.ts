import { SearchCheck } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [{ path: '/inspections', name: 'inspections', component: withWords(() => import('./InspectionsPage.vue')), meta: { title: 'shell.nav.inspections', permission: 'quality.inspect' } }],
  nav: [{ id: 'inspections', label: 'shell.nav.inspections', icon: SearchCheck, to: '/inspections', order: 55, keys: 'g q', when: () => useSession().can('quality.inspect') }],
})
