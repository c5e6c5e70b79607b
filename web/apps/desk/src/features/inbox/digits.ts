import { ref } from 'vue'

/** Whether Alt is held: the first rows then show the digits that open them. */
export const altHeld = ref(false)
let timer: ReturnType<typeof setTimeout> | undefined
function held(on: boolean) {
  clearTimeout(timer)
  // Who knows the digit is faster than this and sees nothing flicker.
  if (on) timer = setTimeout(() => (altHeld.value = true), 250)
  else altHeld.value = false
}
addEventListener('keydown', (event) => {
  if (event.key === 'Alt' && !event.repeat) held(true)
  else if (event.key !== 'Alt' && !event.altKey) held(false)
})
addEventListener('keyup', (event) => event.key === 'Alt' && held(false))
addEventListener('blur', () => held(false))
