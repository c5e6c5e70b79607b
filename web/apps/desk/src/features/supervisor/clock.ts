import { onScopeDispose, ref, type Ref } from 'vue'

/** The present second, for as long as somebody shows it; it rests while nobody sees the page. */
export function useSecond(): Ref<number> {
  const second = ref(Date.now())
  const tick = () => !document.hidden && (second.value = Date.now())
  const timer = setInterval(tick, 1000)
  document.addEventListener('visibilitychange', tick)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  })
  return second
}
