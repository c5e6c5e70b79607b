import * as chat from '../chat'
import { draw } from '../shell'
import type { Entry } from '../types'
import { t } from '../words'
import { effect, h } from './dom'

export { Happened as part }

/** What happened to a conversation. A changed rating takes the place of the one before; a changed message that of what it was. */
function Happened({ entry: { activity, author, body, changed, score }, after }: { entry: Entry; after?: Entry }) {
  effect(() => {
    if (changed) replace(chat.entries(), changed)
  }, [changed])
  if (!activity || activity === 'changed' || (activity === 'rated' && after && after.activity === 'rated')) return
  if (activity === 'said') return <p class="event said">{body}</p>
  return <p class="event">{t(activity as 'resolved', { name: author && author.name, score })}</p>
}

/** Puts an entry in the place of the one with its number, and into the quotes of it. */
function replace(list: Entry[], now: Entry): void {
  list.forEach((entry, at) => {
    if (entry.seq === now.seq) list[at] = now
    else if (entry.quote && entry.quote.seq === now.seq) entry.quote = { ...entry.quote, excerpt: now.body, content: now.activity === 'recalled' ? 'recalled' : entry.quote.content }
  })
  draw()
}
