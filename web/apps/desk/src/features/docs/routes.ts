import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'

export default defineFeature({
  routes: [
    { path: '/docs/guide/:book?', name: 'docs.guide', component: withWords(() => import('./guide/GuidePage.vue')), meta: { title: 'help.guide.title' } },
    { path: '/docs/api/:operation?', name: 'docs.api', component: withWords(() => import('./ApiPage.vue')), meta: { title: 'docs.title' } },
  ],
})
