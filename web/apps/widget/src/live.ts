// The visitor's socket. It keeps what is open over drops: entries arrive once and in order, a hole is asked for once, and
// where the server cannot go on, `reset` says what to load again by HTTP.
import { shell } from './shell'
import { token } from './session'
import type { Conversation, Entry } from './types'

/** `ended`: the server said not to come back; `start` again when that has changed. */
export type Status = 'idle' | 'connecting' | 'online' | 'waiting' | 'ended'

/** What the server says to a visitor. */
export type Frame = {
  op: 'welcome' | 'pong' | 'entry' | 'head' | 'opened' | 'conversation' | 'typing' | 'queue' | 'reset' | 'bye'
  conversation: string
  seq: number
  entry?: Entry
  head?: Conversation
  who: { kind: string; name: string }
  on: boolean
  stream: string
  /** In the queue, 1 for the next one; 0 when nobody waits there. */
  position: number
  /** Minutes until then, as half of all customers see it. */
  low?: number
  high?: number
  reason: string
  reconnectAfterMs?: number
}

const PING = 25_000
/** A connection that never opens is given up, so that another network gets its chance. */
const OPEN = 10_000

export let status: Status = 'idle'
let hear: (frame: Frame) => void
let turned: (status: Status) => void
let socket: WebSocket | undefined
/** The last number delivered of every open conversation. */
let last: Record<string, number> = {}
/** Conversations whose missing entries are on their way: until then everything else of them is dropped. */
let holes: Record<string, boolean> = {}
let attempt = 0
let asked: number | undefined
/** What is waited for: an opening, the next ping or the next connection. */
let timer: ReturnType<typeof setTimeout> | undefined
let unanswered = 0

/** Names who hears the frames, and who is told how the connection is. */
export function wire(listener: typeof hear, watcher: typeof turned): void {
  hear = listener
  turned = watcher
  // A page in the back-forward cache must not hold a socket; coming back it wakes.
  addEventListener('pagehide', drop)
}

/** Connects and stays connected until `stop`. */
export function start(): void {
  if (status !== 'idle' && status !== 'ended') return
  attempt = 0
  connect()
}

/** Disconnects and forgets every position. */
export function stop(): void {
  last = {}
  release('idle')
}

/** Follows a conversation from the entry after `after`; calling it again moves the position. */
export function follow(conversation: string, after: number): void {
  last[conversation] = after
  delete holes[conversation]
  say({ op: 'open', conversation, after })
}

export const position = (conversation: string) => last[conversation]

export function say(frame: object): void {
  try {
    if (socket) socket.send(JSON.stringify(frame))
  } catch {
    // Not open yet, or closing already; hello says everything again.
  }
}

/** The network is back, or the reader is: no reason to wait any longer, unless the server asked for it. */
export function wake(): void {
  if (status !== 'waiting' || asked) return
  attempt = 0
  connect()
}

function turn(to: Status): void {
  if (status === to) return
  status = to
  turned(to)
}

function connect(): void {
  clearTimeout(timer)
  asked = undefined
  unanswered = 0
  socket = new WebSocket(`${shell.base.replace('http', 'ws')}ws/widget`)
  socket.onclose = drop
  socket.onmessage = take
  socket.onopen = () => {
    holes = {}
    say({ op: 'hello', token: token(), open: last })
  }
  turn('connecting')
  timer = setTimeout(drop, OPEN)
}

function ping(): void {
  if (unanswered++ > 1) return drop()
  say({ op: 'ping' })
  timer = setTimeout(ping, PING)
}

function take(event: MessageEvent): void {
  let frame: Frame
  try {
    frame = JSON.parse(event.data as string) as Frame
  } catch {
    return
  }
  if (!frame) return
  const { op, conversation, seq } = frame
  unanswered = 0
  if (op === 'entry') {
    const after = last[conversation]
    if (after === undefined || seq <= after) return
    if (seq > after + 1) {
      if (!holes[conversation]) say({ op: 'open', conversation, after })
      holes[conversation] = true
      return
    }
    last[conversation] = seq
    delete holes[conversation]
  } else if (op === 'welcome') {
    clearTimeout(timer)
    timer = setTimeout(ping, PING)
    attempt = 0
    turn('online')
  } else if (op === 'reset') delete last[frame.stream]
  else if (op === 'bye') {
    asked = frame.reconnectAfterMs
    if (frame.reason === 'expired') release('ended')
    else drop()
  }
  hear(frame)
}

/** Lets go of a connection and plans the next one; when the server named a time, never earlier. */
function drop(): void {
  if (!socket) return
  const wait = asked || Math.min(30_000, 500 * 2 ** attempt++) / 2
  release('waiting')
  timer = setTimeout(connect, wait + (Math.random() * wait) / (asked ? 2 : 1))
}

function release(to: Status): void {
  clearTimeout(timer)
  if (socket) {
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    socket = undefined
  }
  turn(to)
}
