import { Fragment, h, type ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { theirs, type Chat } from '../chat'
import type { Entry } from '../types'
import { day, t, time } from '../words'
import { Face } from './Face'
import { Files } from './Files'
import { later } from './later'
import { Linked } from './links'
import { UnsentMessage } from './UnsentMessage'

const Rating = later(() => import('./Rating').then((module) => module.Rating))

const NEAR = 60
const TOGETHER = 5 * 60_000

/** The talk. It stays at its end while the visitor reads there, and keeps its place when earlier messages are added. */
export function Thread({ chat, welcome, children }: { chat: Chat; welcome: ComponentChildren; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null)
  const from = useRef(0)
  const [held, setHeld] = useState(false)
  const head = chat.conversation()
  const thread = chat.threads.get(chat.current ?? '')
  const entries = thread?.entries ?? []
  const last = entries[entries.length - 1]
  const unsent = chat.unsent
  const talked = entries.length + unsent.length > 0
  const seen = [...entries].reverse().find((entry) => entry.authorKind === 'customer' && entry.kind === 'message')

  useLayoutEffect(() => {
    const at = box.current
    if (!at) return
    if (chat.atEnd) at.scrollTop = talked ? at.scrollHeight : 0
    else if (from.current) at.scrollTop += at.scrollHeight - from.current
    from.current = 0
  }, [entries.length, unsent.length, chat.typist, head?.status, chat.current, thread?.loading])

  useEffect(() => {
    if (!chat.atEnd && last && theirs(last)) setHeld(true)
  }, [last?.seq])

  // Pictures and later parts grow after they are drawn.
  useEffect(() => {
    const at = box.current
    if (!at || typeof ResizeObserver === 'undefined' || !at.firstElementChild) return
    const grows = new ResizeObserver(() => chat.atEnd && chat.current && (at.scrollTop = at.scrollHeight))
    grows.observe(at)
    grows.observe(at.firstElementChild)
    return () => grows.disconnect()
  }, [chat.current])

  const scrolled = () => {
    const at = box.current
    if (!at) return
    const end = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR
    if (end && !chat.atEnd) {
      setHeld(false)
      chat.atEnd = true
      chat.look()
      chat.changed()
    }
    chat.atEnd = end
  }

  const earlier = () => {
    from.current = box.current?.scrollHeight ?? 0
    chat.atEnd = false
    if (head) void chat.loadEarlier(head.id)
  }

  return (
    <>
      <div class="scroll" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={t('messages')}>
        <div>
          {welcome}
          {thread?.loading && !entries.length && <p class="event">…</p>}
          {thread?.failed && (
            <p class="event">
              {t('trouble')}{' '}
              <button type="button" class="link" onClick={() => head && void chat.loadThread(head.id, true)}>
                {t('retry')}
              </button>
            </p>
          )}
          {(entries[0]?.seq ?? 1) > 1 && (
            <p class="event">
              <button type="button" class="link" disabled={thread?.loading} onClick={earlier}>
                {t('earlier')}
              </button>
            </p>
          )}
          {entries.map((entry, at) => (
            <Line key={entry.seq} chat={chat} entry={entry} before={entries[at - 1]} after={entries[at + 1]} last={entry === seen && !unsent.length} seen={(head?.agentSeenSeq ?? 0) >= entry.seq} />
          ))}
          {unsent.map((item) => (
            <UnsentMessage key={item.clientId} chat={chat} item={item} />
          ))}
          {chat.typist && (
            <div class="msg theirs first" role="status" aria-label={t('typing', { name: chat.typist.name || t('someone') })}>
              <div class="bubble dots">
                <i />
                <i />
                <i />
              </div>
            </div>
          )}
          {head?.status === 'resolved' && (
            <div key={head.id}>
              {chat.config.rating && head.canRate && <Rating chat={chat} head={head} />}
              <p class="event">
                <button type="button" class="plain" onClick={() => chat.show(undefined)}>
                  {t('fresh')}
                </button>
              </p>
            </div>
          )}
          {children}
        </div>
      </div>
      {held && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            const at = box.current
            if (at) at.scrollTop = at.scrollHeight
          }}
        >
          {t('newMessages')} ↓
        </button>
      )}
    </>
  )
}

/** What has to be filled in before the first message, if anything. */
export function asked({ config, person, ready, identified, conversations, listing, current, unsent }: Chat): 'offline' | 'before' | undefined {
  if (!ready || listing || current || unsent.length) return undefined
  if (!config.hours.open && config.offline === 'capture') return 'offline'
  const { preChat } = config
  if (!preChat.on || identified || conversations.length) return undefined
  const fields = (['name', 'email', 'phone'] as const).filter((field) => preChat[field] !== 'off')
  return fields.length && !fields.some((field) => person[field] !== undefined) ? 'before' : undefined
}

type LineProps = { chat: Chat; entry: Entry; before?: Entry; after?: Entry; last: boolean; seen: boolean }

function Line({ chat, entry, before, after, last, seen }: LineProps) {
  const at = new Date(entry.createdAt)
  const newDay = !before || new Date(before.createdAt).toDateString() !== at.toDateString()
  const first = newDay || before.kind !== 'message' || speaker(before) !== speaker(entry) || at.getTime() - Date.parse(before.createdAt) > TOGETHER
  // A changed rating takes the place of the one before.
  const words = entry.kind === 'activity' && !(entry.activity === 'rated' && after?.activity === 'rated') ? happened(entry) : ''
  return (
    <>
      {newDay && (
        <p class="day">
          <span>{day(at)}</span>
        </p>
      )}
      {entry.kind === 'activity' ? (
        words && <p class="event">{words}</p>
      ) : theirs(entry) ? (
        <div class={`msg theirs${first ? ' first' : ''}`}>
          {first && (
            <p class="meta">
              {entry.author && chat.config.appearance.faces && <Face small name={entry.author.name} picture={entry.author.avatar} base={chat.shell.base} />}
              {entry.author?.name ?? t(entry.authorKind === 'bot' ? 'bot' : 'someone')} · {time(at)}
            </p>
          )}
          <Content chat={chat} entry={entry} />
        </div>
      ) : (
        <div class={`msg mine${first ? ' first' : ''}`}>
          <p class="sr">
            {t('you')} · {time(at)}
          </p>
          <Content chat={chat} entry={entry} />
          {last && <p class="state">{t(seen ? 'seen' : 'sent')}</p>}
        </div>
      )}
    </>
  )
}

const speaker = (entry: Entry) => entry.authorKind + (entry.author?.id ?? '')

function happened({ activity, author, score }: Entry): string {
  switch (activity) {
    case 'assigned':
      return author ? t('assigned', { name: author.name }) : ''
    case 'resolved':
      return t('resolved')
    case 'reopened':
      return t('reopened')
    case 'rated':
      return t('rated', { score: score ?? 0 })
    default:
      return ''
  }
}

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f){1,8}$/u

export function Content({ chat, entry }: { chat: Chat; entry: Pick<Entry, 'body' | 'attachments'> }) {
  return (
    <>
      {entry.body && (
        <div class={`bubble${ONLY_EMOJI.test(entry.body) ? ' emoji' : ''}`} dir="auto">
          <Linked text={entry.body} />
        </div>
      )}
      {entry.attachments?.length ? <Files chat={chat} files={entry.attachments} /> : null}
    </>
  )
}
