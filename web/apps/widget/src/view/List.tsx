import { Fragment, h } from './dom'
import type { Chat } from '../chat'
import type { Conversation } from '../types'
import { day, t, time } from '../words'
import { Face } from './Face'
import { wear } from '../style'
import css from './list.css?inline'

/** The visitor's conversations: all of them, or the last three under a greeting. */
export function List({ chat, few }: { chat: Chat; few?: boolean }) {
  wear(chat.shell.root, css)
  const list = few ? chat.conversations.slice(0, 3) : chat.conversations
  const rows = (
    <ul class="rows">
      {list.map((each) => (
        <Row key={each.id} chat={chat} head={each} />
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
        <button type="button" class="plain" onclick={() => chat.show(undefined)}>
          {t('fresh')}
        </button>
      </p>
    </div>
  )
}

function Row({ chat, head }: { chat: Chat; head: Conversation }) {
  const at = new Date(head.lastMessageAt ?? head.createdAt)
  const fresh = head.seq > head.seenSeq && !!head.previewBy && head.previewBy !== 'customer' && head.status === 'open'
  return (
    <li>
      <button type="button" class={fresh ? 'new' : ''} onclick={() => chat.show(head.id)}>
        <Face tile={!head.agent} name={head.agent?.name ?? chat.title()} picture={head.agent?.avatar} base={chat.shell.base} />
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
