import { ChartColumn } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [{ path: '/reports/:page(daily|me)?', name: 'reports', component: withWords(() => import('./InsightPage.vue')), meta: { title: 'shell.nav.reports' } }],
  nav: [{ id: 'reports', label: 'shell.nav.reports', icon: ChartColumn, to: '/reports', order: 60, keys: 'g p', when: () => useSession().can('insight.read') || useSession().can('report.read') }],
})
