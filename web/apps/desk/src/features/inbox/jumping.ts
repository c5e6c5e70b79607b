import { ref } from 'vue'

/** Whether the reader looks for a day of the open conversation. */
export const choosingDay = ref(false)
