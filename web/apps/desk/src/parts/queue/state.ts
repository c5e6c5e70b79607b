import { ref } from 'vue'

/** Which conversation is being transferred to a queue; the queue where it was chosen already. */
export const transferring = ref<{ id: string; queueId?: string }>()
/** Whose decisions are being read. */
export const explaining = ref<{ id: string; number?: number }>()
