import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Row } from './api'
import { useOutbox } from './outbox'
import { ask, waitsFor, type Offer } from './slots'

const REST_MS = 300
const KEPT = 50
/** By what was waited for: asked once, also when the conversation is opened again. */
const known = new Map<string, readonly Offer[]>()
/** What was put away, taken, or answered otherwise. */
const done = ref(new Set<string>())

/** The answers offered for the open conversation. `quiet`: nothing new appears now. */
export function useSuggestions(row: () => Row, quiet: () => boolean) {
  const outbox = useOutbox()
  const offers = shallowRef<readonly Offer[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined
  const key = computed(() => waitsFor(row()))
  const answering = computed(() => outbox.items.some((item) => item.conversationId === row().id && item.kind === 'message'))
  const wanted = computed(() => key.value !== undefined && !done.value.has(key.value) && !answering.value)

  function stop() {
    clearTimeout(timer)
    running?.abort()
    running = undefined
  }
  async function look(at: string) {
    running = new AbortController()
    const { signal } = running
    try {
      const found = await ask(row(), signal)
      if (known.size >= KEPT) known.delete(known.keys().next().value as string)
      known.set(at, found)
      if (key.value === at) offers.value = found
    } catch {
      // It is a help: without it everything works, and the next message asks again.
    }
  }
  watch(
    [key, quiet],
    ([now, still], before) => {
      if (now !== before?.[0]) {
        stop()
        offers.value = []
      }
      if (!now || still || done.value.has(now) || running) return
      const at = known.get(now)
      clearTimeout(timer)
      if (at) offers.value = at
      else timer = setTimeout(() => void look(now), REST_MS)
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  return {
    offers: computed(() => (wanted.value ? offers.value : [])),
    /** Puts the row away until the customer writes again. */
    dismiss: () => key.value && (done.value = new Set([...done.value, key.value])),
  }
}

/** For tests: forgets what was asked. */
export function forgetSuggestions(): void {
  known.clear()
  done.value = new Set()
}
