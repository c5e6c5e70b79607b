import { Radar } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [
    { path: '/visitors', name: 'visitors', component: withWords(() => import('./VisitorsPage.vue')), meta: { title: 'shell.nav.visitors', permission: 'visitor.read' } },
    { path: '/visitors/rules', name: 'visitors.rules', component: withWords(() => import('./RulesPage.vue')), meta: { title: 'shell.nav.visitors', permission: 'visitor.manage' } },
    { path: '/visitors/report', name: 'visitors.report', component: withWords(() => import('./ReportPage.vue')), meta: { title: 'shell.nav.visitors', permission: 'report.read' } },
  ],
  nav: [{ id: 'visitors', label: 'shell.nav.visitors', icon: Radar, to: '/visitors', order: 20, keys: 'g v', when: () => useSession().can('visitor.read') }],
})
