import * as chat from '../chat'
import { draw } from '../shell'
import type { Unsent } from '../outbox'
import type { Entry } from '../types'
import { day, t, time } from '../words'
import { effect, Fragment, h, keep, type Child } from './dom'
import { Face } from './Face'
import { later } from './later'

const Answer = later(() => import('./Answer'))
const Around = later(() => import('./Around'))
const Ended = later(() => import('./Rating'))
const Card = later(() => import('./Card'))
const Files = later(() => import('./Files'))
const Happened = later(() => import('./Happened'))
const Linked = later(() => import('./Linked'), true)
const Queue = later(() => import('./Queue'))
const Quoted = later(() => import('./Quoted'))
const Refused = later(() => import('./Refused'))

const NEAR = 60
const TOGETHER = 5 * 60_000

/** Where the visitor reads: the element, its height before earlier messages came, and whether news came below. */
export type Box = { current: HTMLDivElement | null; from: number; held: boolean }

/** The talk. It stays at its end while the visitor reads there, and keeps its place when earlier messages are added. */
export function Thread({ welcome, children }: { welcome: Child; children?: Child }) {
  const box = keep<Box>(() => ({ current: null, from: 0, held: false }))
  const head = chat.conversation()
  const thread = chat.threads[chat.current || '']
  const entries = chat.entries()
  const [first] = entries
  const last = entries[entries.length - 1]
  const unsent = chat.unsent()
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
    if (!chat.atEnd && last && chat.theirs(last)) {
      box.held = true
      draw()
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
    if (near) box.held = false
    chat.reach(near)
  }

  return (
    <>
      <div class="scroll" ref={box} onscroll={scrolled} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={t('messages')}>
        <div>
          {(first ? first.seq < 2 : !head || head.seq < chat.PAGE) && welcome}
          {loading && !entries.length && <p class="event">…</p>}
          {thread && head && (thread.failed || (first && first.seq > 1)) && <Around box={box} head={head} />}
          {entries.map((entry, at) => (
            <Line key={entry.seq} entry={entry} before={entries[at - 1]} after={entries[at + 1]} last={entry === seen && !unsent.length} seen={!!head && head.agentSeenSeq >= entry.seq} />
          ))}
          {unsent.map((item) => (
            <UnsentMessage key={item.clientId} item={item} />
          ))}
          {chat.hint && <p class="event">{chat.hint}</p>}
          {chat.typist && (
            <div class="msg theirs first" role="status" aria-label={t('typing', { name: chat.typist.name || t('someone') })}>
              <div class="bubble dots">
                <i />
                <i />
                <i />
              </div>
            </div>
          )}
          {head && chat.config.queue && <Queue head={head} />}
          {head && (resolved || head.asked) && <Ended key={head.id} head={head} />}
          {children}
        </div>
      </div>
      {box.held && <Around box={box} jump={end} />}
    </>
  )
}

type LineProps = { entry: Entry; before?: Entry; after?: Entry; last: boolean; seen: boolean }

function Line({ entry, before, after, last, seen }: LineProps) {
  const at = new Date(entry.createdAt)
  const then = before && new Date(before.createdAt)
  const newDay = !then || then.toDateString() !== at.toDateString()
  const first = newDay || !before || before.kind !== 'message' || speaker(before) !== speaker(entry) || +at - +then > TOGETHER
  const { author } = entry
  const other = chat.theirs(entry)
  return (
    <>
      {newDay && (
        <p class="day">
          <span>{day(at)}</span>
        </p>
      )}
      {entry.kind === 'activity' ? (
        entry.activity !== 'opened' && (entry.activity === 'assigned' ? author && <p class="event">{t('assigned', { name: author.name })}</p> : <Happened entry={entry} after={after} />)
      ) : (
        <div class={`msg ${other ? 'theirs' : 'mine'}${first ? ' first' : ''}`}>
          {(first || !other) && (
            <p class={other ? 'meta' : 'sr'}>
              {other && author && chat.config.appearance.faces && <Face name={author.name} picture={author.avatar} />}
              {other ? (author ? author.name : t(entry.authorKind === 'bot' ? 'bot' : 'someone')) : t('you')} · {time(at)}
            </p>
          )}
          <Content entry={entry} />
          {seen && <Answer entry={entry} />}
          {entry.editedAt && <p class="state">{t('edited')}</p>}
          {last && <p class="state">{t(seen ? 'seen' : 'sent')}</p>}
        </div>
      )}
    </>
  )
}

const speaker = (entry: Entry) => entry.authorKind + (entry.author ? entry.author.id : '')

const ONLY_EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]{1,8}$/u

function Content({ entry: { id, body, attachments, card, quote } }: { entry: Pick<Entry, 'body' | 'attachments' | 'card' | 'quote'> & { id?: string } }) {
  return (
    <>
      {quote && <Quoted quote={quote} />}
      {card ? <Card card={card} id={id} /> : body && (
        <div class={`bubble${ONLY_EMOJI.test(body) ? ' emoji' : ''}`} dir="auto">
          {/[.@]\w/.test(body) ? <Linked text={body}>{body}</Linked> : body}
        </div>
      )}
      {attachments && attachments.length > 0 && <Files files={attachments} />}
    </>
  )
}

/** A message that the server has not acknowledged. */
function UnsentMessage({ item }: { item: Unsent }) {
  const refused = item.refused !== undefined
  return (
    <div class="msg mine first">
      <Content entry={item} />
      <p class={`state${refused ? ' bad' : ''}`}>{refused ? <Refused item={item} /> : t(!navigator.onLine || chat.lost ? 'waiting' : 'sending')}</p>
    </div>
  )
}
