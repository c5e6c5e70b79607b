import type * as Alerts from './alerts'
import { call, Refused } from './http'
import { said } from './language'
import { Live, type Frame, type Status } from './live'
import { Outbox, type Unsent } from './outbox'
import { follow } from './pages'
import { Visit } from './session'
import { load, names, save } from './storage'
import type { Agent, Attachment, Config, Conversation, Entry, Identity, Page, Person, Session, Shell } from './types'
import { language, t } from './words'

export type Thread = { entries: Entry[]; loading?: boolean; failed?: boolean }

/** Entries that are loaded at once. */
export const PAGE = 40
/** Conversations that are followed on the socket; older ones wake up by an announcement. */
const FOLLOWED = 5
const TYPING = 6000

/** Everything the panel shows, and everything a visitor can do. The view draws it whenever it says `changed`. */
export class Chat {
  config: Config
  conversations: Conversation[] = []
  readonly threads = new Map<string, Thread>()
  /** What is on screen: a conversation, a new one (undefined), or the list. */
  current: string | undefined
  listing = false
  open = false
  /** The visitor looks at the newest message. */
  atEnd = true
  identified = false
  ready = false
  trouble = ''
  /** A message was left outside business hours. */
  left = false
  status: Status = 'idle'
  lost = false
  typist: Agent | { name: string } | undefined
  person: Person
  readonly visit: Visit
  readonly outbox: Outbox
  readonly live: Live
  private alerts: typeof Alerts | undefined
  private audio: AudioContext | undefined
  private readonly name: ReturnType<typeof names>
  private readonly pages: ReturnType<typeof follow>
  private typedAt = 0
  private typistGone: ReturnType<typeof setTimeout> | undefined
  private seeing: ReturnType<typeof setTimeout> | undefined
  private losing: ReturnType<typeof setTimeout> | undefined
  private configAt = Date.now()
  private grantedAt = 0

  constructor(
    readonly shell: Shell,
    readonly draw: () => void,
  ) {
    this.config = shell.config
    this.name = names(shell.key)
    this.person = load<Person>(this.name.person, {})
    this.visit = new Visit(shell.base, shell.key, (session) => this.started(session))
    this.outbox = new Outbox(this.name.outbox, (item) => this.deliver(item), () => this.changed())
    this.live = new Live(`${shell.base.replace(/^http/, 'ws')}ws/widget`, () => this.visit.token, (frame) => this.told(frame), (status) => this.connected(status))
    this.pages = follow((page) => {
      if (this.visit.on) void this.visit.ask('pages', { json: page }).catch(() => {})
    })
    addEventListener('storage', this.elsewhere)
    addEventListener('online', this.awake)
    addEventListener('offline', this.awake)
    document.addEventListener('visibilitychange', this.awake)
  }

  private told(frame: Frame): void {
    switch (frame.op) {
      case 'entry':
        return this.heard(frame.conversation, frame.entry, frame.head)
      case 'head':
      case 'opened':
        return this.keep(frame.head)
      case 'typing':
        if (frame.who.kind === 'user') this.types(frame.conversation, frame.on ? frame.who : undefined)
        return
      case 'conversation':
        return void this.refresh()
      case 'reset':
        return this.lostPlace(frame.stream, frame.reason)
      case 'bye':
        if (frame.reason === 'expired') void this.visit.renew().then(() => this.live.start(), () => {})
    }
  }

  changed(): void {
    this.shell.unread(this.open && !document.hidden && !this.listing && this.atEnd ? 0 : this.unread())
    this.draw()
  }

  conversation(id = this.current): Conversation | undefined {
    return this.conversations.find((each) => each.id === id)
  }

  /** Messages of the other side that the visitor has not seen; of a conversation never loaded it is at least one. */
  unread(): number {
    return this.conversations.reduce((sum, each) => sum + this.unreadIn(each), 0)
  }

  private unreadIn(head: Conversation): number {
    const entries = this.entries(head.id)
    if (!entries.length) return head.seq > head.seenSeq && head.previewBy && head.previewBy !== 'customer' ? 1 : 0
    return entries.filter((entry) => theirs(entry) && entry.seq > head.seenSeq).length
  }

  private entries(id: string): Entry[] {
    const thread = this.threads.get(id)
    return thread ? thread.entries : []
  }

  get unsent(): Unsent[] {
    const [latest] = this.conversations
    return this.outbox.items.filter((item) => item.conversationId === this.current || (!item.conversationId && this.current === (latest && latest.id)))
  }

  /** Connects: at the first opening, or at once where there is something to wait for. */
  async connect(): Promise<void> {
    try {
      await this.visit.begin()
      this.trouble = ''
    } catch (error) {
      this.troubled(error)
    }
    this.changed()
    if (this.outbox.items.length) this.outbox.hurry()
  }

  private troubled(error: unknown): void {
    this.trouble = (error instanceof Refused && error.detail) || t('trouble')
    this.changed()
  }

  private started(session: Session): void {
    this.ready = true
    this.identified = session.identified
    this.config = session.config
    this.configAt = Date.now()
    this.conversations = session.conversations
    for (const id of [...this.threads.keys()]) if (!this.conversation(id)) this.threads.delete(id)
    if (this.current && !this.conversation(this.current)) this.current = undefined
    const [latest] = this.conversations
    if (!this.current && latest && !this.listing) this.current = latest.id
    this.listen()
    if (!latest) return
    void this.loadThread(latest.id)
    if (this.current && this.current !== latest.id) void this.loadThread(this.current)
  }

  /** Listens to the newest conversations. A socket is for who has one: before, it would be granted nothing. */
  private listen(): void {
    for (const each of this.conversations.slice(0, FOLLOWED)) {
      if (this.live.position(each.id) === undefined) this.live.open(each.id, (this.entries(each.id).slice(-1)[0] || each).seq)
    }
    if (this.conversations.length) this.live.start()
  }

  /** The position is worthless; or the socket was granted before the visitor became a customer, and has to come again. */
  private lostPlace(id: string, reason: string): void {
    if (reason !== 'permissions') return void this.loadThread(id, true)
    if (Date.now() - this.grantedAt < 30_000) return
    this.grantedAt = Date.now()
    this.live.stop()
    this.listen()
  }

  show(id: string | undefined): void {
    this.listing = false
    this.current = id
    this.atEnd = true
    if (id) void this.loadThread(id)
    this.changed()
    this.look()
  }

  list(): void {
    this.listing = true
    this.changed()
  }

  /** Loads the newest part of a conversation; what the socket brought meanwhile is merged by number. */
  async loadThread(id: string, anew = false): Promise<void> {
    const known = this.threads.get(id)
    if (known && !known.failed && !anew) return
    const thread: Thread = { entries: anew ? [] : this.entries(id), loading: true }
    this.threads.set(id, thread)
    await this.fetchPart(id, thread, '')
    const last = thread.entries[thread.entries.length - 1]
    const position = this.live.position(id)
    if (!thread.failed && last && (anew || position === undefined || position < last.seq)) {
      this.live.open(id, last.seq)
      this.live.start()
    }
    this.look()
  }

  /** Loads what came before. */
  async loadEarlier(id: string): Promise<void> {
    const thread = this.threads.get(id)
    const [first] = this.entries(id)
    if (thread && !thread.loading && first && first.seq > 1) await this.fetchPart(id, thread, `&before=${first.seq}`)
  }

  private async fetchPart(id: string, thread: Thread, where: string): Promise<void> {
    thread.loading = true
    this.changed()
    try {
      const got = await this.visit.read<{ conversation: Conversation; items: Entry[] }>(`conversations/${id}/entries?limit=${PAGE}${where}`)
      merge(thread, got.items)
      for (const entry of got.items) this.outbox.remove(entry.clientId)
      thread.failed = false
      this.keep(got.conversation)
    } catch {
      thread.failed = true
    }
    thread.loading = false
    this.changed()
  }

  private async refresh(): Promise<void> {
    const { items } = await this.visit.read<{ items: Conversation[] }>('conversations').catch(() => ({ items: this.conversations }))
    for (const each of items) {
      const fresh = !this.conversation(each.id)
      this.keep(each)
      if (!fresh) continue
      await this.loadThread(each.id)
      const said = this.entries(each.id).filter(theirs).pop()
      if (said) this.alert(said, each)
      if (!this.current) this.current = each.id
    }
    this.changed()
  }

  /** Takes the state of a conversation; an older one never replaces a newer. */
  keep(head: Conversation): void {
    const known = this.conversation(head.id)
    if (known && known.seq > head.seq) return
    if (known) head.seenSeq = Math.max(head.seenSeq, known.seenSeq)
    this.conversations = [head, ...this.conversations.filter((each) => each.id !== head.id)]
    const at = (each: Conversation) => each.lastMessageAt || each.createdAt
    this.conversations.sort((a, b) => at(b).localeCompare(at(a)))
    this.changed()
  }

  private heard(id: string, entry: Entry, head: Conversation): void {
    const thread = this.threads.get(id)
    // A thread that is not loaded stays empty: a part of it would look like all of it.
    if (thread && (thread.entries.length || thread.loading)) merge(thread, [entry])
    this.outbox.remove(entry.clientId)
    this.keep(head)
    if (theirs(entry)) {
      this.types(id, undefined)
      this.alert(entry, head)
    }
    this.look()
  }

  private alert(entry: Entry, head: Conversation): void {
    this.left = false
    if (entry.seq <= head.seenSeq || Date.now() - Date.parse(entry.createdAt) > 120_000) return
    this.shell.emit('message', { conversation: head.id, body: entry.body || '' })
    if (this.open && !document.hidden && this.current === head.id) return
    const { sound, flash } = this.shell
    if (sound || flash)
      void import('./alerts').then((alerts) => {
        this.alerts = alerts
        if (sound && this.audio) alerts.ring(this.audio, this.name.rang, entry.id)
        if (flash) alerts.flash(t('unread', { count: this.unread() }))
      }, () => {})
  }

  private calm(): void {
    if (this.alerts) this.alerts.calm()
  }

  private types(id: string, who: { name: string } | undefined): void {
    if (id !== this.current) return
    clearTimeout(this.typistGone)
    this.typist = who
    if (who) this.typistGone = setTimeout(() => this.types(id, undefined), TYPING)
    this.changed()
  }

  /** The visitor types; said every three seconds at most. */
  typing(on: boolean): void {
    if (!this.current || (on && Date.now() - this.typedAt < 3000) || (!on && !this.typedAt)) return
    this.typedAt = on ? Date.now() : 0
    this.live.typing(this.current, on)
  }

  /** Takes a message. It is kept before anything else happens. */
  send(body: string, attachments: Attachment[], extra: Partial<Unsent> = {}): boolean {
    const head = this.conversation()
    const { name, email, phone } = this.person
    const person = !this.conversations.length && (name || email || phone) ? this.person : undefined
    const kept = this.outbox.add({ person, fresh: !head && this.conversations.length > 0, body, attachments, conversationId: head && head.id, page: { url: location.href.slice(0, 4000), title: document.title.slice(0, 500) }, ...extra })
    this.typing(false)
    this.atEnd = true
    return kept
  }

  private async deliver(item: Unsent): Promise<void> {
    const { clientId, body, attachments, conversationId, fresh, person, page, offline } = item
    const json = offline
      ? { clientId, body, page, ...person }
      : { clientId, body, page, conversationId, new: fresh || undefined, prechat: person, attachments: attachments.map((each) => ({ fileId: each.fileId })) }
    try {
      const { conversation, entry } = await this.visit.read<{ conversation: Conversation; entry: Entry }>(offline ? 'offline' : 'messages', { json })
      this.visit.remember({ talked: true })
      this.live.wake()
      this.accepted(item, conversation, entry)
    } catch (error) {
      // The visitor is another one now, or the conversation is gone: the message itself still counts.
      if (!(error instanceof Refused) || error.code !== 'conversation.not_found' || !conversationId) throw error
      this.outbox.patch(clientId, { conversationId: undefined })
      await this.deliver({ ...item, conversationId: undefined })
    }
  }

  private accepted(item: Unsent, head: Conversation, entry: Entry): void {
    const thread = this.threads.get(head.id)
    if (thread) merge(thread, [entry])
    this.outbox.remove(item.clientId)
    this.keep(head)
    if (this.current === item.conversationId && !this.listing) this.current = head.id
    if (!thread) void this.loadThread(head.id)
    this.changed()
    this.shell.emit('sent', { conversation: head.id })
  }

  /** Says that the visitor has read what is on screen. */
  look(): void {
    clearTimeout(this.seeing)
    this.seeing = setTimeout(() => {
      const head = this.conversation()
      const last = head && this.entries(head.id).filter(theirs).pop()
      if (!head || !last || !this.open || document.hidden || this.listing || !this.atEnd || head.seenSeq >= last.seq) return
      head.seenSeq = last.seq
      void this.visit.ask(`conversations/${head.id}/seen`, { json: { seq: last.seq } }).catch(() => {})
      this.changed()
    }, 250)
  }

  setOpen(open: boolean): void {
    this.open = open
    if (open) {
      const Context = window.AudioContext
      // Browsers allow sound after the visitor has touched the page.
      if (Context && !this.audio) this.audio = new Context()
      this.calm()
      const head = this.conversation()
      const waiting = this.conversations.find((each) => this.unreadIn(each))
      if (waiting && !(head && this.unreadIn(head))) this.show(waiting.id)
      void this.connect()
      if (Date.now() - this.configAt > 300_000) void this.reloadConfig()
      this.look()
    }
    this.changed()
  }

  private async reloadConfig(): Promise<void> {
    this.configAt = Date.now()
    this.config = await call(`${this.shell.base}api/v1/widget/config?key=${this.shell.key}`).then((answer) => answer.json() as Promise<Config>, () => this.config)
    this.changed()
  }

  identify(identity: Identity): void {
    if (this.visit.identify(identity) === 'other') this.reset()
    const { name, email, phone } = identity
    this.tellPerson({ ...this.person, ...(name ? { name } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) })
    if (!this.visit.on && !this.open && !identity.hash && !identity.jwt) return
    this.live.stop()
    void this.visit.renew().then(
      () => this.connect(),
      (error: unknown) => {
        this.troubled(error)
        this.listen()
      },
    )
  }

  tellPerson(person: Person): void {
    this.person = person
    save(this.name.person, person)
  }

  page(page: Page): void {
    this.pages.tell(page)
  }

  title(): string {
    return said(this.config.appearance.title, language())
  }

  shutdown(): void {
    this.visit.forget()
    this.reset()
    this.person = {}
  }

  stop(): void {
    this.live.stop()
    this.pages.stop()
    removeEventListener('storage', this.elsewhere)
    removeEventListener('online', this.awake)
    removeEventListener('offline', this.awake)
    document.removeEventListener('visibilitychange', this.awake)
  }

  private reset(): void {
    this.live.stop()
    this.conversations = []
    this.threads.clear()
    this.current = undefined
    this.listing = this.ready = this.identified = false
    this.changed()
  }

  private connected(status: Status): void {
    this.status = status
    if (status === 'online') {
      this.lost = false
      this.outbox.hurry()
    }
    if (status === 'online' || status === 'idle') {
      clearTimeout(this.losing)
      this.losing = undefined
    } else {
      // A short drop is nobody's concern.
      this.losing =
        this.losing ||
        setTimeout(() => {
          this.lost = true
          this.changed()
        }, 3000)
    }
    this.changed()
  }

  /** Another tab of the same site sent something, became somebody else or signed out. */
  private readonly elsewhere = (event: StorageEvent): void => {
    if (event.key === this.name.outbox) this.changed()
    if (event.key !== this.name.visitor || !this.visit.on) return
    if (event.newValue === null) this.shutdown()
    else if (!this.conversations.length && event.newValue.includes('"talked":true')) void this.refresh().then(() => this.listen(), () => {})
  }

  private readonly awake = (): void => {
    if (document.hidden) return
    this.calm()
    if (navigator.onLine !== false && this.visit.on) this.outbox.hurry()
    this.look()
    this.changed()
  }
}

/** A message that somebody of the company, or its bot, has written. */
export const theirs = (entry: Entry) => entry.kind === 'message' && entry.authorKind !== 'customer'

/** Adds entries by their number, each once. */
export function merge(thread: Thread, entries: Entry[]): void {
  const known = new Set(thread.entries.map((entry) => entry.seq))
  const fresh = entries.filter((entry) => !known.has(entry.seq))
  if (fresh.length) thread.entries = [...thread.entries, ...fresh].sort((a, b) => a.seq - b.seq)
}
