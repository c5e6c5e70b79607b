import { PAGE, theirs, type Chat } from '../chat'
import type { Unsent } from '../outbox'
import type { Entry } from '../types'
import { day, t, time } from '../words'
import { effect, Fragment, h, keep, type Child } from './dom'
import { Face } from './Face'
import { later } from './later'
import { Linked } from './links'

const Rating = later(() => import('./Rating').then((module) => module.Rating))
const Files = later(() => import('./Files').then((module) => module.Files))

const NEAR = 60
const TOGETHER = 5 * 60_000

/** The talk. It stays at its end while the visitor reads there, and keeps its place when earlier messages are added. */
export function Thread({ chat, welcome, children }: { chat: Chat; welcome: Child; children?: Child }) {
  const box = keep(() => ({ current: null as HTMLDivElement | null, from: 0, held: false }))
  const head = chat.conversation()
  const thread = chat.threads.get(chat.current || '')
  const entries = thread ? thread.entries : []
  const last = entries[entries.length - 1]
  const unsent = chat.unsent
  const talked = entries.length + unsent.length
  const resolved = head && head.status === 'resolved'
  const seen = entries.filter((entry) => entry.authorKind === 'customer' && entry.kind === 'message').pop()
  const loading = thread && thread.loading
  const end = () => {
    const at = box.current
    if (at) at.scrollTop = talked ? at.scrollHeight : 0
  }

  effect(() => {
    const at = box.current
    if (chat.atEnd) end()
    else if (at && box.from) at.scrollTop += at.scrollHeight - box.from
    box.from = 0
  }, [talked, chat.typist, resolved, chat.current, loading])

  effect(() => {
    if (!chat.atEnd && last && theirs(last)) {
      box.held = true
      chat.draw()
    }
  }, [last && last.seq])

  // Pictures and later parts grow after they are drawn.
  effect(() => {
    const at = box.current
    if (!at || !window.ResizeObserver) return
    const grows = new ResizeObserver(() => chat.atEnd && chat.current && (at.scrollTop = at.scrollHeight))
    grows.observe(at)
    if (at.firstElementChild) grows.observe(at.firstElementChild)
    return () => grows.disconnect()
  }, [chat.current])

  const scrolled = () => {
    const at = box.current
    if (!at) return
    const near = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR
    if (near && !chat.atEnd) {
      box.held = false
      chat.atEnd = true
      chat.look()
      chat.changed()
    }
    chat.atEnd = near
  }

  const earlier = () => {
    if (!box.current || !head) return
    box.from = box.current.scrollHeight
    chat.atEnd = false
    void chat.loadEarlier(head.id)
  }

  return (
    <>
      <div class="scroll" ref={box} onscroll={scrolled} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={t('messages')}>
        <div>
          {(entries[0] ? entries[0].seq < 2 : !head || head.seq < PAGE) && welcome}
          {loading && !entries.length && <p class="event">…</p>}
          {thread && thread.failed && (
            <p class="event">
              {t('trouble')} <Link text={t('retry')} act={() => head && chat.loadThread(head.id, true)} />
            </p>
          )}
          {entries[0] && entries[0].seq > 1 && (
            <p class="event">
              <Link text={t('earlier')} off={loading} act={earlier} />
            </p>
          )}
          {entries.map((entry, at) => (
            <Line key={entry.seq} chat={chat} entry={entry} before={entries[at - 1]} after={entries[at + 1]} last={entry === seen && !unsent.length} seen={!!head && head.agentSeenSeq >= entry.seq} />
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
          {resolved && (
            <div key={head.id}>
              {chat.config.rating && head.canRate && <Rating chat={chat} head={head} />}
              <p class="event">
                <button type="button" class="plain" onclick={() => chat.show(undefined)}>
                  {t('fresh')}
                </button>
              </p>
            </div>
          )}
          {children}
        </div>
      </div>
      {box.held && (
        <button type="button" class="jump" onclick={end}>
          {t('newMessages')} ↓
        </button>
      )}
    </>
  )
}

const Link = ({ text, act, off }: { text: string; act: () => unknown; off?: boolean }) => (
  <button type="button" class="link" disabled={!!off} onclick={act}>
    {text}
  </button>
)

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
  const then = before && new Date(before.createdAt)
  const newDay = !then || then.toDateString() !== at.toDateString()
  const first = newDay || !before || before.kind !== 'message' || speaker(before) !== speaker(entry) || +at - +then > TOGETHER
  const { author } = entry
  // A changed rating takes the place of the one before.
  const words = !(entry.activity === 'rated' && after && after.activity === 'rated') && happened(entry)
  const other = theirs(entry)
  return (
    <>
      {newDay && (
        <p class="day">
          <span>{day(at)}</span>
        </p>
      )}
      {entry.kind === 'activity' ? (
        words && <p class="event">{words}</p>
      ) : (
        <div class={`msg ${other ? 'theirs' : 'mine'}${first ? ' first' : ''}`}>
          {(first || !other) && (
            <p class={other ? 'meta' : 'sr'}>
              {other && author && chat.config.appearance.faces && <Face small name={author.name} picture={author.avatar} base={chat.shell.base} />}
              {other ? (author ? author.name : t(entry.authorKind === 'bot' ? 'bot' : 'someone')) : t('you')} · {time(at)}
            </p>
          )}
          <Content chat={chat} entry={entry} />
          {last && <p class="state">{t(seen ? 'seen' : 'sent')}</p>}
        </div>
      )}
    </>
  )
}

const speaker = (entry: Entry) => entry.authorKind + (entry.author ? entry.author.id : '')

function happened({ activity, author, score }: Entry): string | undefined {
  if (activity === 'assigned' ? author : activity && activity !== 'opened') return t(activity as 'resolved', { name: author ? author.name : '', score: score || 0 })
}

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f){1,8}$/u

function Content({ chat, entry: { body, attachments } }: { chat: Chat; entry: Pick<Entry, 'body' | 'attachments'> }) {
  return (
    <>
      {body && (
        <div class={`bubble${ONLY_EMOJI.test(body) ? ' emoji' : ''}`} dir="auto">
          <Linked text={body} />
        </div>
      )}
      {attachments && attachments.length > 0 && <Files chat={chat} files={attachments} />}
    </>
  )
}

/** A message that the server has not acknowledged. */
function UnsentMessage({ chat, item }: { chat: Chat; item: Unsent }) {
  const { refused, clientId } = item
  const refusal = refused !== undefined
  return (
    <div class="msg mine first">
      <Content chat={chat} entry={item} />
      <p class={`state${refusal ? ' bad' : ''}`}>
        {refusal ? (
          <>
            {t('failed')}
            {refused && ` · ${refused}`} <Link text={t('retry')} act={() => chat.outbox.again(clientId)} /> <Link text={t('discard')} act={() => chat.outbox.remove(clientId)} />
          </>
        ) : (
          t(navigator.onLine === false || chat.lost ? 'waiting' : 'sending')
        )}
      </p>
    </div>
  )
}
