import * as chat from '../chat'
import { draw } from '../shell'
import type { Entry } from '../types'
import { back, t } from '../words'
import { effect, Fragment, h } from './dom'
import { later } from './later'

export { Happened as part }

const Choice = later(() => import('./Choice'))

/** What happened to a conversation. A changed rating takes the place of the one before; a changed message that of what it was. */
function Happened({ entry, after }: { entry: Entry; after?: Entry }) {
  const { activity, author, body, changed, choice, outcome, score, until } = entry
  effect(() => {
    if (changed) replace(chat.entries(), changed)
  }, [changed])
  if (!activity || activity === 'changed' || (activity === 'rated' && after && after.activity === 'rated')) return
  if (activity === 'said')
    return (
      <>
        <p class="event said">{body}</p>
        {choice && <Choice entry={entry} />}
      </>
    )
  const when = until && back(new Date(until))
  if (activity === 'callback_asked') return <p class="event">{when ? t('callAskedAt', { when }) : t('callAsked')}</p>
  if (activity === 'called') return <p class="event">{outcome === 'not_reached' && when ? t('calledAgain', { when }) : t(`called_${outcome as 'reached'}`)}</p>
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
