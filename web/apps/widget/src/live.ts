import type { Conversation, Entry } from './types'

/** `ended`: the server said not to come back; `start` again when that has changed. */
export type Status = 'idle' | 'connecting' | 'online' | 'waiting' | 'ended'

/** What the server says to a visitor, by `op`. */
export type Frame =
  | { op: 'welcome' | 'pong' }
  | { op: 'entry'; conversation: string; seq: number; entry: Entry; head: Conversation }
  | { op: 'head' | 'opened'; head: Conversation }
  | { op: 'conversation' }
  | { op: 'typing'; conversation: string; who: { kind: string; name: string }; on: boolean }
  | { op: 'reset'; stream: string; reason: string }
  | { op: 'bye'; reason: string; reconnectAfterMs?: number }

const PING = 25_000
/** A connection that never opens is given up, so that another network gets its chance. */
const OPEN = 10_000

/**
 * The visitor's socket. It keeps what is open over drops: entries arrive once and in order, a hole is asked for once, and
 * where the server cannot go on, `reset` says what to load again by HTTP.
 */
export class Live {
  status: Status = 'idle'
  private socket: WebSocket | undefined
  /** The last number delivered of every open conversation. */
  private last: Record<string, number> = {}
  /** What hello has said; anything opened since is said at the welcome. */
  private told: Record<string, number> = {}
  /** Conversations whose missing entries are on their way: until then everything else of them is dropped. */
  private holes: Record<string, boolean> = {}
  private attempt = 0
  private asked: number | undefined
  private retry: ReturnType<typeof setTimeout> | undefined
  private opening: ReturnType<typeof setTimeout> | undefined
  private pinger: ReturnType<typeof setInterval> | undefined
  private unanswered = 0
  private pongs = false

  constructor(
    private readonly url: string,
    private readonly token: () => string | undefined,
    private readonly hear: (frame: Frame) => void,
    private readonly turned: (status: Status) => void,
  ) {
    addEventListener('online', this.wake)
    document.addEventListener('visibilitychange', this.wake)
    // A page in the back-forward cache must not hold a socket; coming back fires `visibilitychange`.
    addEventListener('pagehide', () => this.drop())
  }

  /** Connects and stays connected until `stop`. */
  start(): void {
    if (this.status !== 'idle' && this.status !== 'ended') return
    this.attempt = 0
    this.connect()
  }

  /** Disconnects and forgets every position. */
  stop(): void {
    this.last = {}
    this.release('idle')
  }

  /** Follows a conversation from the entry after `after`; calling it again moves the position. */
  open(conversation: string, after: number): void {
    this.last[conversation] = after
    delete this.holes[conversation]
    this.say({ op: 'open', conversation, after })
  }

  typing(conversation: string, on: boolean): void {
    this.say({ op: 'typing', conversation, on })
  }

  position(conversation: string): number | undefined {
    return this.last[conversation]
  }

  /** The network is back, or the reader is: no reason to wait any longer, unless the server asked for it. */
  readonly wake = (): void => {
    if (this.status !== 'waiting' || this.asked !== undefined || document.hidden) return
    this.attempt = 0
    this.connect()
  }

  private turn(status: Status): void {
    if (this.status === status) return
    this.status = status
    this.turned(status)
  }

  private connect(): void {
    clearTimeout(this.retry)
    const socket = (this.socket = new WebSocket(this.url))
    this.asked = undefined
    this.unanswered = 0
    this.turn('connecting')
    this.opening = setTimeout(() => this.drop(), OPEN)
    socket.onopen = () => {
      this.holes = {}
      this.told = { ...this.last }
      this.say({ op: 'hello', token: this.token(), open: this.told }, true)
      clearInterval(this.pinger)
      this.pinger = setInterval(() => {
        if (this.pongs && this.unanswered++ > 1) this.drop()
        else this.say({ op: 'ping' }, true)
      }, PING)
    }
    socket.onmessage = (event) => {
      let frame: Frame | undefined
      try {
        frame = JSON.parse(event.data as string) as Frame
      } catch {
        // Not one of ours.
      }
      if (frame) this.take(frame)
    }
    socket.onclose = () => this.drop()
  }

  private say(frame: object, early?: boolean): void {
    try {
      if (this.socket && (early || this.status === 'online')) this.socket.send(JSON.stringify(frame))
    } catch {
      // Closing already; hello says everything again.
    }
  }

  private take(frame: Frame): void {
    this.unanswered = 0
    if (frame.op === 'entry') {
      const { conversation, seq } = frame
      const after = this.last[conversation]
      if (after === undefined || seq <= after) return
      if (seq > after + 1) {
        if (!this.holes[conversation]) this.say({ op: 'open', conversation, after })
        this.holes[conversation] = true
        return
      }
      this.last[conversation] = seq
      delete this.holes[conversation]
    } else if (frame.op === 'welcome') {
      clearTimeout(this.opening)
      this.attempt = 0
      this.turn('online')
      for (const id in this.last) if (this.last[id] !== this.told[id]) this.open(id, this.last[id] as number)
    } else if (frame.op === 'pong') this.pongs = true
    else if (frame.op === 'reset') delete this.last[frame.stream]
    else if (frame.op === 'bye') {
      this.asked = frame.reconnectAfterMs
      if (/expired|replaced/.test(frame.reason)) this.release('ended')
      else this.drop()
    }
    this.hear(frame)
  }

  /** Lets go of a connection and plans the next one; when the server named a time, never earlier. */
  private drop(): void {
    if (!this.socket) return
    const { asked } = this
    const full = Math.min(30_000, 500 * 2 ** Math.min(this.attempt, 16))
    if (asked === undefined) this.attempt++
    this.release('waiting')
    this.retry = setTimeout(() => this.connect(), asked === undefined ? full / 2 + (Math.random() * full) / 2 : asked + (Math.random() * asked) / 2)
  }

  private release(status: Status): void {
    const { socket } = this
    clearTimeout(this.retry)
    clearTimeout(this.opening)
    clearInterval(this.pinger)
    this.socket = undefined
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null
      try {
        socket.close(1000)
      } catch {
        // Never opened.
      }
    }
    this.turn(status)
  }
}
