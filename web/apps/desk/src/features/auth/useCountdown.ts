import { computed, onScopeDispose, ref } from 'vue'

/** Seconds that are left of a wait; counts down by itself and survives a sleeping tab. */
export function useCountdown(now: () => number = Date.now) {
  const until = ref(0)
  const tick = ref(now())
  const left = computed(() => Math.max(0, Math.ceil((until.value - tick.value) / 1000)))
  let timer: ReturnType<typeof setInterval> | undefined

  function stop() {
    clearInterval(timer)
    timer = undefined
  }
  function start(seconds: number) {
    until.value = now() + seconds * 1000
    tick.value = now()
    stop()
    timer = setInterval(() => {
      tick.value = now()
      if (left.value === 0) stop()
    }, 250)
  }
  onScopeDispose(stop)
  return { left, start }
}
