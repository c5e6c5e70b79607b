import type { Entry } from '../types'
import { t } from '../words'
import { h } from './dom'

export { Happened as part }

/** What happened to a conversation. A changed rating takes the place of the one before. */
function Happened({ entry: { activity, author, score }, after }: { entry: Entry; after?: Entry }) {
  if (!activity || (activity === 'rated' && after && after.activity === 'rated')) return
  return <p class="event">{t(activity as 'resolved', { name: author && author.name, score })}</p>
}
