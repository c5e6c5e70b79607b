import { askedDelay, backoff } from './backoff'
import { readFrame, type AnyViews, type Frames, type Sent, type Views } from './frames'
import { Streams } from './streams'

export type { ByeReason, Frames, ResetReason, Views } from './frames'

/** `ended`: the server said not to come back (signed out, opened elsewhere); call `start` again when that has changed. */
export type Status = 'idle' | 'connecting' | 'online' | 'waiting' | 'ended'

/** The part of WebSocket that is used; tests bring their own. */
export type SocketLike = {
  send(data: string): void
  close(code?: number): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
  onerror: (() => void) | null
}

export type Options = {
  url: string
  /** The visitor's token, read at every connect; desks have their cookie. */
  token?: () => string | undefined
  socket?: (url: string) => SocketLike
  random?: () => number
}

export type Handlers<V extends Views> = { [Op in keyof Frames<V>]?: (frame: Frames<V>[Op]) => void } & {
  status?: (status: Status) => void
}

const PING_MS = 25_000
/** A connection that never opens is given up, so that another way (a different network) gets its chance. */
const OPEN_MS = 10_000

/**
 * The one socket of an app. It keeps what is open over drops: entries arrive once and in order, the desk stream goes on
 * from its cursor, and where the server cannot go on, `reset` says what to load again by HTTP.
 */
export class Realtime<V extends Views = AnyViews> {
  status: Status = 'idle'
  private socket: SocketLike | undefined
  private readonly streams = new Streams()
  private readonly handlers = new Set<Handlers<V>>()
  /** Opened or closed after hello was sent, before the welcome: said again then. */
  private readonly early = new Set<string>()
  private cursor: string | undefined
  private welcomed = false
  private sentCursor = false
  private attempt = 0
  private asked: number | undefined
  private retry: ReturnType<typeof setTimeout> | undefined
  private pinger: ReturnType<typeof setInterval> | undefined
  private opening: ReturnType<typeof setTimeout> | undefined
  /** Pings without any answer; counted only where the server answers pings at all. */
  private unanswered = 0
  private answersPings = false

  constructor(private readonly options: Options) {}

  /** Adds listeners; returns a function that removes them. */
  on(handlers: Handlers<V>): () => void {
    this.handlers.add(handlers)
    return () => this.handlers.delete(handlers)
  }

  /** Connects and stays connected until `stop`. */
  start(): void {
    if (this.status !== 'idle' && this.status !== 'ended') return
    this.attempt = 0
    addEventListener('online', this.hurry)
    addEventListener('pagehide', this.leave)
    document.addEventListener('visibilitychange', this.hurry)
    this.connect()
  }

  /** Disconnects and forgets every position: after signing out. */
  stop(): void {
    this.halt('idle')
    this.cursor = undefined
    this.welcomed = false
    for (const conversation of Object.keys(this.streams.snapshot())) this.streams.close(conversation)
  }

  /** Follows a conversation from the entry after `after`; calling it again moves the position (after a reload). */
  open(conversation: string, after: number): void {
    this.streams.open(conversation, after)
    if (this.status === 'online') this.send({ op: 'open', conversation, after })
    else if (this.socket) this.early.add(conversation)
  }

  close(conversation: string): void {
    this.streams.close(conversation)
    if (this.status === 'online') this.send({ op: 'close', conversation })
    else if (this.socket) this.early.add(conversation)
  }

  /** Says that the user types; lost while offline, as it should be. */
  typing(conversation: string, on: boolean, note = false): void {
    this.send({ op: 'typing', conversation, on, note })
  }

  /** Something else has just reached the server: no reason to wait any longer. */
  wake(): void {
    this.hurry()
  }

  /** Where the desk stream stands: give it what a list answer was loaded at, before `start`. */
  resumeFrom(cursor: string): void {
    this.cursor = cursor
  }

  /** The last number delivered of an open conversation. */
  position(conversation: string): number | undefined {
    return this.streams.after(conversation)
  }

  private connect(): void {
    clearTimeout(this.retry)
    this.setStatus('connecting')
    const make = this.options.socket ?? ((url: string) => new WebSocket(url) as SocketLike)
    const socket = make(this.options.url)
    this.socket = socket
    this.asked = undefined
    this.unanswered = 0
    this.opening = setTimeout(() => this.drop(socket), OPEN_MS)
    socket.onopen = () => this.hello()
    socket.onmessage = (event) => this.receive(event.data)
    socket.onerror = () => {}
    socket.onclose = () => this.drop(socket)
  }

  private hello(): void {
    const token = this.options.token?.()
    this.sentCursor = this.cursor !== undefined
    this.early.clear()
    this.send({
      op: 'hello',
      ...(token === undefined ? {} : { token }),
      ...(this.cursor === undefined ? {} : { cursor: this.cursor }),
      open: this.streams.snapshot(),
    })
    clearInterval(this.pinger)
    this.pinger = setInterval(() => this.ping(), PING_MS)
  }

  private ping(): void {
    if (this.answersPings && this.unanswered >= 2) return this.drop(this.socket)
    this.unanswered++
    this.send({ op: 'ping' })
  }

  private send(frame: Sent): void {
    if (!this.socket || (this.status !== 'online' && frame.op !== 'hello' && frame.op !== 'ping')) return
    try {
      this.socket.send(JSON.stringify(frame))
    } catch {
      // Closing already; onclose follows, and hello says everything again.
    }
  }

  private receive(data: unknown): void {
    const frame = readFrame(data)
    if (!frame) return
    this.unanswered = 0
    switch (frame.op) {
      case 'welcome':
        return this.welcome(frame as unknown as Frames<V>['welcome'])
      case 'entry':
        return this.entry(frame as unknown as Frames<V>['entry'])
      case 'desk':
        this.cursor = (frame as unknown as Frames<V>['desk']).cursor
        break
      case 'reset':
        this.reset(frame as unknown as Frames<V>['reset'])
        break
      case 'pong':
        this.answersPings = true
        break
      case 'bye':
        this.bye(frame as unknown as Frames<V>['bye'])
        return
    }
    this.emit(frame.op as keyof Frames<V>, frame as never)
  }

  private welcome(frame: Frames<V>['welcome']): void {
    clearTimeout(this.opening)
    this.attempt = 0
    const again = this.welcomed
    this.welcomed = true
    // With a cursor of our own the replay moves it; taking the head here would lose the replay at a second drop.
    if (!this.sentCursor) this.cursor = frame.cursor
    this.setStatus('online')
    for (const conversation of this.early) {
      const after = this.streams.after(conversation)
      this.send(after === undefined ? { op: 'close', conversation } : { op: 'open', conversation, after })
    }
    this.early.clear()
    this.emit('welcome', frame)
    if (again && !this.sentCursor && frame.cursor !== undefined) this.emit('reset', { stream: 'desk', reason: 'gap' })
  }

  private entry(frame: Frames<V>['entry']): void {
    const verdict = this.streams.judge(frame.conversation, frame.seq)
    if (verdict === 'deliver') return this.emit('entry', frame)
    const after = this.streams.after(frame.conversation)
    if (verdict === 'gap' && after !== undefined) this.send({ op: 'open', conversation: frame.conversation, after })
  }

  /** The position is worthless now: the app loads by HTTP, and opens again from what it got. */
  private reset(frame: Frames<V>['reset']): void {
    if (frame.stream === 'desk') this.cursor = undefined
    else this.streams.close(frame.stream)
  }

  private bye(frame: Frames<V>['bye']): void {
    this.asked = frame.reconnectAfterMs
    if (frame.reason === 'expired' || frame.reason === 'replaced') this.halt('ended')
    else this.drop(this.socket)
    this.emit('bye', frame)
  }

  /** Lets go of a connection and plans the next one. */
  private drop(socket: SocketLike | undefined): void {
    if (!socket || socket !== this.socket) return
    this.release()
    this.setStatus('waiting')
    const random = this.options.random ?? Math.random
    const delay = this.asked === undefined ? backoff(this.attempt++, random) : askedDelay(this.asked, random)
    this.retry = setTimeout(() => this.connect(), delay)
  }

  private halt(status: Status): void {
    removeEventListener('online', this.hurry)
    removeEventListener('pagehide', this.leave)
    document.removeEventListener('visibilitychange', this.hurry)
    clearTimeout(this.retry)
    this.release()
    this.setStatus(status)
  }

  private release(): void {
    clearTimeout(this.opening)
    clearInterval(this.pinger)
    const socket = this.socket
    this.socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    try {
      socket.close(1000)
    } catch {
      // Never opened.
    }
  }

  /** The network is back, or the reader is: no reason to wait any longer, unless the server asked for it. */
  private readonly hurry = (): void => {
    if (this.status !== 'waiting' || this.asked !== undefined || document.visibilityState === 'hidden') return
    this.attempt = 0
    this.connect()
  }

  /** A page in the back-forward cache must not hold a socket; coming back fires `visibilitychange`. */
  private readonly leave = (): void => {
    if (this.status === 'online' || this.status === 'connecting') this.drop(this.socket)
  }

  private setStatus(status: Status): void {
    if (this.status === status) return
    this.status = status
    for (const handlers of [...this.handlers]) handlers.status?.(status)
  }

  private emit<Op extends keyof Frames<V>>(op: Op, frame: Frames<V>[Op]): void {
    for (const handlers of [...this.handlers]) (handlers[op] as ((frame: Frames<V>[Op]) => void) | undefined)?.(frame)
  }
}
