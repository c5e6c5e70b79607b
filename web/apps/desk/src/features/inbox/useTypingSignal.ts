import { onScopeDispose, watch, type Ref } from 'vue'
import { live } from '@/shell/live'
import type { WriteKind } from './api'

const AGAIN_MS = 3_000
const IDLE_MS = 5_000

/** Tells others that somebody types here: at once, then every few seconds while keys come, and when it is over. */
export function useTypingSignal(conversation: Ref<string>, kind: Ref<WriteKind>) {
  let said = 0
  let open: { id: string; note: boolean } | undefined
  let idle: ReturnType<typeof setTimeout> | undefined

  function stop() {
    clearTimeout(idle)
    if (open) live.typing(open.id, false, open.note)
    open = undefined
    said = 0
  }
  function typed(something: boolean) {
    if (!something) return stop()
    clearTimeout(idle)
    idle = setTimeout(stop, IDLE_MS)
    const now = Date.now()
    if (open && now - said < AGAIN_MS) return
    said = now
    open = { id: conversation.value, note: kind.value === 'note' }
    live.typing(open.id, true, open.note)
  }
  watch([conversation, kind], stop)
  onScopeDispose(stop)
  return { typed, stop }
}
