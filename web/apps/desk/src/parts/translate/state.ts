import { ref } from 'vue'

/** Whether the company has a translation server that is on. Without one nothing of translation is shown, or loaded. */
export const translating = ref(false)
