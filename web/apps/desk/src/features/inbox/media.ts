import { ref, type Ref } from 'vue'

function matches(query: string): Ref<boolean> {
  const list = matchMedia(query)
  const on = ref(list.matches)
  list.addEventListener('change', () => (on.value = list.matches))
  return on
}

/** Room for every button in the header of a thread. */
export const broad = matches('(min-width: 1536px)')
/** Room for the views beside the list. */
export const wide = matches('(min-width: 1280px)')
/** Room for the side panel beside the thread. */
export const roomy = matches('(min-width: 1024px)')
/** List or thread, one at a time. */
export const phone = matches('(max-width: 767px)')
