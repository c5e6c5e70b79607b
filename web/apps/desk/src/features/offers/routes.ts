import { lazyPart, withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'

export default defineFeature({ slots: { overlay: lazyPart(withWords(() => import('./OfferHost.vue'))) } })
