import { defineAsyncComponent } from 'vue'
import { defineFeature } from '@/shell/feature'

export default defineFeature({
  slots: { overlay: defineAsyncComponent(() => import('./SearchHost.vue')) },
})
