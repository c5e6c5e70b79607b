import { ChartColumn } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [
    { path: '/reports', redirect: '/reports/summaries' },
    { path: '/reports/summaries', name: 'reports.summaries', component: withWords(() => import('./ReportPage.vue')), meta: { title: 'shell.nav.reports', permission: 'report.read' } },
  ],
  nav: [{ id: 'reports', label: 'shell.nav.reports', icon: ChartColumn, to: '/reports', order: 60, keys: 'g p', when: () => useSession().can('report.read') }],
})
