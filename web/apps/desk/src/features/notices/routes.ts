import { defineAsyncComponent } from 'vue'
import { defineFeature } from '@/shell/feature'

export default defineFeature({ slots: { foot: defineAsyncComponent(() => import('./NoticeBell.vue')) } })
