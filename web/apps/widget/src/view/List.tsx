import { Fragment, h } from './dom'
import * as chat from '../chat'
import type { Conversation } from '../types'
import { day, t, time } from '../words'
import { Face } from './Face'
import { Link } from './buttons'
import css from './list.css?inline'

export { css, List as part }

/** The visitor's conversations: all of them, or the last three under a greeting. */
function List({ few }: { few?: boolean }) {
  const list = few ? chat.conversations.slice(0, 3) : chat.conversations
  const rows = (
    <ul class="rows">
      {list.map((each) => (
        <Row key={each.id} head={each} />
      ))}
    </ul>
  )
  if (few)
    return (
      <>
        <p class="label">{t('history')}</p>
        {rows}
      </>
    )
  return (
    <div class="scroll">
      {rows}
      <p class="event">
        <Link kind="plain" text={t('fresh')} act={() => chat.show()} />
      </p>
    </div>
  )
}

function Row({ head }: { head: Conversation }) {
  const at = new Date(head.lastMessageAt ?? head.createdAt)
  const fresh = head.seq > head.seenSeq && !!head.previewBy && head.previewBy !== 'customer' && head.status === 'open'
  return (
    <li>
      <button class={fresh ? 'new' : ''} onclick={() => chat.show(head.id)}>
        <Face tile={!head.agent} name={head.agent?.name ?? chat.title()} picture={head.agent?.avatar} />
        <span class="text">
          <b>{head.previewBy === 'customer' ? `${t('you')}: ` : ''}{head.preview || t('file')}</b>
          <span>
            {head.agent?.name ? `${head.agent.name} · ` : ''}
            {t(head.status === 'open' ? 'ongoing' : 'ended')}
          </span>
        </span>
        <time dateTime={at.toISOString()}>{at.toDateString() === new Date().toDateString() ? time(at) : day(at)}</time>
      </button>
    </li>
  )
}
