import { shallowRef } from 'vue'

/** What plays now: one at a time. */
export const playing = shallowRef<HTMLAudioElement | null>(null)
