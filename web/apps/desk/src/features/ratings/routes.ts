import { Star } from '@lucide/vue'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [{ path: '/ratings', name: 'ratings', component: withWords(() => import('./RatingsPage.vue')), meta: { title: 'shell.nav.ratings', permission: 'conversation.follow_up' } }],
  nav: [{ id: 'ratings', label: 'shell.nav.ratings', icon: Star, to: '/ratings', order: 50, keys: 'g f', when: () => useSession().can('conversation.follow_up') }],
})
