import * as chat from '../chat'
import type { Conversation } from '../types'
import { t } from '../words'
import { Link } from './buttons'
import { h } from './dom'
import type { Box } from './Thread'

export { Around as part }

/** What is not on screen: messages below, earlier ones above, and those that could not be loaded. */
function Around({ box, head, jump }: { box: Box; head?: Conversation; jump?: () => void }) {
  if (jump) return <Link kind="jump" text={t('newMessages')} act={jump} />
  if (!head) return
  const { failed, loading } = chat.threads[head.id] || {}
  const [first] = chat.entries()
  const earlier = () => {
    if (!box.current || !first) return
    box.from = box.current.scrollHeight
    chat.reach(false)
    void chat.loadThread(head.id, false, first.seq)
  }
  return (
    <div>
      {failed && (
        <p class="event">
          {t('trouble')} <Link text={t('retry')} act={() => chat.loadThread(head.id, true)} />
        </p>
      )}
      {first && first.seq > 1 && (
        <p class="event">
          <Link text={t('earlier')} off={loading} act={earlier} />
        </p>
      )}
    </div>
  )
}
