import { shallowRef } from 'vue'

type Wish = { kind?: 'message' | 'note' | undefined; /** The conversation that is meant, if it may not be open yet. */ id?: string | undefined }
/** Asks the composer to take the focus. Where the thread is still loading, it takes it as soon as it is there. */
export const focusComposer = shallowRef<Wish>()
export const askComposer = (kind?: 'message' | 'note', id?: string): void => void (focusComposer.value = { kind, id })
