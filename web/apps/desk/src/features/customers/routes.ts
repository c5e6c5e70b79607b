import { Users } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [
    { path: '/customers', name: 'customers', component: withWords(() => import('./CustomersPage.vue')), meta: { title: 'shell.nav.customers', permission: 'customer.read' } },
    { path: '/customers/:id', name: 'customer', component: withWords(() => import('./CustomerPage.vue')), meta: { title: 'shell.nav.customers', permission: 'customer.read' } },
  ],
  nav: [{ id: 'customers', label: 'shell.nav.customers', icon: Users, to: '/customers', order: 30, keys: 'g c', when: () => useSession().can('customer.read') }],
})
