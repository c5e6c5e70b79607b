import { ref } from 'vue'

/** The session ended by itself: the sign-in page says so. */
export const expired = ref(false)
/** Somebody is signing out, so the end of the session is no surprise. */
export const leaving = ref(false)
