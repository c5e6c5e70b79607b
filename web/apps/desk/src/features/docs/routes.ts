import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'

export default defineFeature({
  routes: [{ path: '/docs/api/:operation?', name: 'docs.api', component: withWords(() => import('./ApiPage.vue')), meta: { title: 'docs.title' } }],
})
