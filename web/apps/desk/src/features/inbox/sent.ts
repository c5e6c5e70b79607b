import { watch } from 'vue'
import { useOutbox } from './outbox'

const PATIENCE_MS = 10_000

/** Waits until what was written in these conversations has arrived, or for as long as somebody waits for that. */
export function allSent(ids: readonly string[]): Promise<void> {
  const outbox = useOutbox()
  const waits = () => outbox.items.some((item) => item.state === 'sending' && ids.includes(item.conversationId))
  if (!waits()) return Promise.resolve()
  return new Promise((done) => {
    const timer = setTimeout(finish, PATIENCE_MS)
    const stop = watch(waits, (still) => !still && finish())
    function finish() {
      clearTimeout(timer)
      stop()
      done()
    }
  })
}
