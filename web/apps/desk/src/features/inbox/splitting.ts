import { ref } from 'vue'

/** Where the reader wants to split the open conversation: from the message with this number on; 0 to choose among the last ones. */
export const splitFrom = ref<number>()
