import { ref } from 'vue'

/** Asks the search beside the conversation to take the focus, as soon as it is there. */
export const wanted = ref(false)
