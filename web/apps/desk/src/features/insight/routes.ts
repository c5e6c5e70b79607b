import { ChartColumn } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

const level = () => useSession().session?.permissions['insight.read']
const own = withWords(() => import('./MyDayPage.vue'))

export default defineFeature({
  routes: [
    // Not a redirect: that would be followed before anybody knows who is signed in.
    { path: '/reports', component: own, beforeEnter: () => (level() === 'own' ? '/reports/me' : level() ? '/reports/daily' : '/reports/summaries') },
    { path: '/reports/daily', name: 'reports.daily', component: withWords(() => import('./DailyPage.vue')), meta: { title: 'shell.nav.reports', permission: 'insight.read' }, beforeEnter: () => (level() === 'own' ? '/reports/me' : true) },
    { path: '/reports/me', name: 'reports.me', component: own, meta: { title: 'shell.nav.reports', permission: 'insight.read' } },
  ],
  nav: [{ id: 'reports', label: 'shell.nav.reports', icon: ChartColumn, to: '/reports', order: 60, keys: 'g p', when: () => !!level() || useSession().can('report.read') }],
})
