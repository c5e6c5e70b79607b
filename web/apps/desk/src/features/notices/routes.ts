import { lazyPart } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'

export default defineFeature({ slots: { foot: lazyPart(() => import('./NoticeBell.vue')) } })
