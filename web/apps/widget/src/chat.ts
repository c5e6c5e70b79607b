// Everything the panel shows, and everything a visitor can do. The view is drawn whenever something has changed.
import type { Refused } from './http'
import type * as Rare from './rare'
import * as live from './live'
import * as outbox from './outbox'
import { follow } from './pages'
import { ask, begin, end, here, on, onStart, read, remember, renew } from './session'
import { draw, shell, tools } from './shell'
import type { Attachment, Config, Conversation, Entry, Person, Session } from './types'
import { language, t } from './words'

export type Thread = { entries: Entry[]; loading?: boolean; failed?: boolean }

/** Entries that are loaded at once. */
export const PAGE = 40
/** Conversations that are followed on the socket; older ones wake up by an announcement. */
const FOLLOWED = 5
const TYPING = 6000

export let config: Config
export let conversations: Conversation[] = []
export let threads: Record<string, Thread | undefined> = {}
/** What is on screen: a conversation, a new one (undefined), or the list. */
export let current: string | undefined
export let listing = false
/** The visitor looks at the newest message. */
export let atEnd = true
export let identified = false
export let ready = false
export let trouble = ''
/** A message was left outside business hours. */
export let left = false
export let lost = false
/** What to know of the message sent last: that part of it was hidden, or what to keep in mind. */
export let hint: string | undefined
export let typist: { name: string } | undefined
export let person: Person = {}
/** What the next message answers. */
export let answering: Pick<outbox.Unsent, 'quoteId' | 'quote'> | undefined

/** The panel is open. */
export let opened = false
let audio: AudioContext | undefined
let typedAt = 0
let startedAt = 0
let typistGone: ReturnType<typeof setTimeout> | undefined
let seeing: ReturnType<typeof setTimeout> | undefined
let losing: ReturnType<typeof setTimeout> | undefined

const ignore = () => {}

/** Begins to work for the shell that was taken. */
export function start(): void {
  config = shell.config
  startedAt = Date.now()
  person = tools.load('person', {})
  onStart(started)
  outbox.onDeliver(deliver)
  live.wire(told, connected)
  addEventListener('storage', elsewhere)
  addEventListener('online', awake)
  addEventListener('offline', awake)
  document.addEventListener('visibilitychange', awake)
  follow()
}

export function changed(): void {
  shell.unread(opened && !document.hidden && !listing && atEnd ? 0 : unread())
  draw()
}

export const conversation = (id = current) => conversations.find((each) => each.id === id)

/** Messages of the other side that the visitor has not seen; of a conversation never loaded it is at least one. */
export const unread = () => conversations.reduce((sum, each) => sum + unreadIn(each), 0)

function unreadIn({ id, seq, seenSeq, previewBy }: Conversation): number {
  const list = entries(id)
  if (!list.length) return seq > seenSeq && previewBy && previewBy !== 'customer' ? 1 : 0
  return list.filter((entry) => theirs(entry) && entry.seq > seenSeq).length
}

export function entries(id = current): Entry[] {
  const thread = threads[id || '']
  return thread ? thread.entries : []
}

export function unsent(): outbox.Unsent[] {
  const latest = conversations[0]
  return outbox.items().filter((item) => (item.conversationId || (latest && latest.id)) === current || item.conversationId === current)
}

export const title = () => tools.said(config.appearance.title, language())

/** Connects: at the first opening, or at once where there is something to wait for. */
export async function connect(): Promise<void> {
  try {
    // What was said at the start is old after a while: business hours, faces.
    await (Date.now() - startedAt > 300_000 ? renew() : begin())
    trouble = ''
  } catch (error) {
    trouble = (error as Refused).detail || t('trouble')
    listen()
  }
  changed()
  outbox.hurry()
}

function started(session: Session): void {
  ready = true
  ;({ config, conversations, identified } = session)
  startedAt = Date.now()
  for (const id in threads) if (!conversation(id)) delete threads[id]
  const [latest] = conversations
  if (!conversation()) current = undefined
  if (!latest) return
  if (!current && !listing) current = latest.id
  listen()
  void loadThread(latest.id)
  if (current) void loadThread(current)
}

/** Listens to the newest conversations. A socket is for who has one: before, it would be granted nothing. */
export function listen(): void {
  for (const each of conversations.slice(0, FOLLOWED)) if (live.position(each.id) === undefined) live.follow(each.id, (entries(each.id).slice(-1)[0] || each).seq)
  if (conversations.length) live.start()
}

export function show(id?: string): void {
  listing = false
  current = id
  answering = undefined
  atEnd = true
  if (id) void loadThread(id)
  changed()
  look()
}

export function list(): void {
  listing = true
  changed()
}

/** Loads the newest part of a conversation, or what came before; what the socket brought meanwhile is merged by number. */
export async function loadThread(id: string, anew?: boolean, before?: number): Promise<void> {
  let thread = threads[id]
  if (!thread || (!before && (thread.failed || anew))) thread = threads[id] = { entries: anew ? [] : entries(id) }
  else if (!before || thread.loading) return
  thread.loading = true
  changed()
  try {
    const { conversation: head, items } = await read<{ conversation: Conversation; items: Entry[] }>(`conversations/${id}/entries?limit=${PAGE}${before ? `&before=${before}` : ''}`)
    merge(thread, items)
    for (const entry of items) outbox.remove(entry.clientId)
    thread.failed = false
    keep(head)
    const last = thread.entries.slice(-1)[0]
    const position = live.position(id)
    if (last && (anew || position === undefined || position < last.seq)) {
      live.follow(id, last.seq)
      live.start()
    }
  } catch {
    thread.failed = true
  }
  thread.loading = false
  changed()
  look()
}

/** Takes the state of a conversation; an older one never replaces a newer. */
export function keep(head: Conversation): void {
  const known = conversation(head.id)
  if (known) {
    if (known.seq > head.seq) return
    head.seenSeq = Math.max(head.seenSeq, known.seenSeq)
  }
  const at = (each: Conversation) => each.lastMessageAt || each.createdAt
  conversations = [head, ...conversations.filter((each) => each !== known)].sort((a, b) => at(b).localeCompare(at(a)))
  changed()
}

function told(frame: live.Frame): void {
  const { op, conversation: id, entry, head, who } = frame
  if (entry && head) {
    const thread = threads[id]
    // A thread that is not loaded stays empty: a part of it would look like all of it.
    if (thread && (thread.entries.length || thread.loading)) merge(thread, [entry])
    outbox.remove(entry.clientId)
    keep(head)
    if (theirs(entry)) {
      types(id)
      alert(entry, head)
    }
    look()
  } else if (head) keep(head)
  else if (op === 'typing') types(id, frame.on && who.kind === 'user' ? who : undefined)
  else if (/^(conversation|bye|reset|queue)$/.test(op)) rarely((part) => part.told(frame))
}

const rarely = (act: (part: typeof Rare) => Promise<void>) => void import('./rare').then(act).catch(ignore)

export function alert(entry: Entry, head: Conversation): void {
  left = false
  if (entry.seq <= head.seenSeq || Date.now() - Date.parse(entry.createdAt) > 120_000) return
  shell.emit('message', { conversation: head.id, body: entry.body || '' })
  if (!opened || document.hidden || current !== head.id) import('./alerts').then((part) => part.alert(entry.id, unread(), audio), ignore)
}

function types(id: string, who?: { name: string }): void {
  if (id !== current) return
  clearTimeout(typistGone)
  typist = who
  if (who) typistGone = setTimeout(types, TYPING, id)
  changed()
}

export function answer(to?: typeof answering): void {
  answering = to
  draw()
}

/** The visitor types; said every three seconds at most, and by the part that shows it where it is shown. */
export function typing(on: boolean): void {
  if (!current || (config.preview ? on : on ? Date.now() - typedAt < 3000 : !typedAt)) return
  typedAt = on ? Date.now() : 0
  live.say({ op: 'typing', conversation: current, on })
}

/** Takes a message. It is kept before anything else happens. */
export function send(body: string, attachments: Attachment[], extra: Partial<outbox.Unsent> = {}): boolean {
  const many = conversations.length > 0
  const { name, email, phone } = person
  typing(false)
  atEnd = true
  if (extra.offline) left = true
  return outbox.add({
    body,
    attachments,
    person: !many && (name || email || phone) ? person : undefined,
    fresh: many && !conversation(),
    conversationId: conversation() && current,
    page: here(),
    ...extra,
  })
}

async function deliver(item: outbox.Unsent): Promise<void> {
  const { clientId, body, attachments, card, conversationId, fresh, person, page, offline, answers, quoteId } = item
  const common = { clientId, body, page }
  const json = offline ? { ...common, ...person, answers, locale: language() } : { ...common, conversationId, new: fresh || undefined, prechat: person, card, quoteId, attachments: attachments.map(({ fileId }) => ({ fileId })) }
  try {
    const { conversation: head, entry } = await read<{ conversation: Conversation; entry: Entry }>(offline ? 'offline' : 'messages', { json })
    const thread = threads[head.id]
    hint = entry.hint
    remember({ talked: true })
    live.wake()
    if (thread) merge(thread, [entry])
    outbox.remove(clientId)
    keep(head)
    if (current === conversationId && !listing) current = head.id
    if (!thread) void loadThread(head.id)
    changed()
    shell.emit('sent', { conversation: head.id })
  } catch (error) {
    // The visitor is another one now, or the conversation is gone: the message itself still counts.
    if ((error as Refused).code !== 'conversation.not_found' || !conversationId) throw error
    outbox.patch(clientId, { conversationId: undefined })
    await deliver({ ...item, conversationId: undefined })
  }
}

/** The visitor has scrolled to the newest message, or away from it. */
export function reach(end: boolean): void {
  const arrived = end && !atEnd
  atEnd = end
  if (!arrived) return
  look()
  changed()
}

/** Says that the visitor has read what is on screen. */
export function look(): void {
  clearTimeout(seeing)
  seeing = setTimeout(() => {
    const head = conversation()
    const last = entries().filter(theirs).pop()
    if (!head || !last || !opened || document.hidden || listing || !atEnd || head.seenSeq >= last.seq) return
    head.seenSeq = last.seq
    ask(`conversations/${head.id}/seen`, { json: { seq: last.seq } }).catch(ignore)
    changed()
  }, 250)
}

export function setOpen(now: boolean): void {
  opened = now
  if (now) {
    // Browsers allow sound after the visitor has touched the page.
    if (window.AudioContext && shell.set.sound !== 'off') audio = audio || new AudioContext()
    const head = conversation()
    const waiting = conversations.find(unreadIn)
    if (waiting && !(head && unreadIn(head))) show(waiting.id)
    void connect()
    look()
  }
  changed()
}

export const tellPerson = (told: Person) => tools.save('person', (person = told))

/** Signs out: nothing of the visitor stays in this browser. */
export function forget(): void {
  live.stop()
  end()
  conversations = []
  threads = {}
  person = {}
  current = undefined
  listing = ready = identified = false
  changed()
}

function connected(status: live.Status): void {
  if (status === 'online') {
    lost = false
    outbox.hurry()
  }
  if (status === 'online' || status === 'idle') {
    clearTimeout(losing)
    losing = undefined
  } else if (!losing) {
    // A short drop is nobody's concern.
    losing = setTimeout(() => {
      lost = true
      changed()
    }, 3000)
  }
  changed()
}

/** Another tab of the same site sent something, became somebody else or signed out. */
function elsewhere({ key, newValue }: StorageEvent): void {
  if (key === tools.place('outbox')) changed()
  if (key === tools.place('visitor') && on()) rarely((part) => part.elsewhere(newValue))
}

function awake(): void {
  if (document.hidden) return
  if (navigator.onLine && on()) {
    live.wake()
    outbox.hurry()
  }
  look()
  changed()
}

/** A message that somebody of the company, or its bot, has written. */
export const theirs = (entry: Entry) => entry.kind === 'message' && entry.authorKind !== 'customer'

/** Adds entries by their number, each once. */
function merge(thread: Thread, more: Entry[]): void {
  const known = thread.entries
  thread.entries = [...known, ...more.filter((entry) => !known.some(({ seq }) => seq === entry.seq))].sort((a, b) => a.seq - b.seq)
}
