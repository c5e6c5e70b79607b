import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'

export default defineFeature({
  routes: [{ path: '/reports/summaries', name: 'reports.summaries', component: withWords(() => import('./ReportPage.vue')), meta: { title: 'shell.nav.reports', permission: 'report.read' } }],
})
