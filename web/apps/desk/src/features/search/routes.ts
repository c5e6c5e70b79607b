import { lazyPart } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'

export default defineFeature({
  slots: { overlay: lazyPart(() => import('./SearchHost.vue')) },
})
