import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { askedDelay, backoff } from './backoff'
import { Realtime, type SocketLike, type Status } from './index'

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null
  sent: Record<string, unknown>[] = []
  closed = false
  send(data: string) {
    this.sent.push(JSON.parse(data) as Record<string, unknown>)
  }
  close() {
    this.closed = true
  }
  say(frame: object | string) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
  }
  welcome(cursor = 'c1') {
    this.onopen?.()
    this.say({ op: 'welcome', session: 's', epoch: 'e', cursor })
  }
  lose() {
    this.onclose?.()
  }
}

let sockets: FakeSocket[]
let live: Realtime
let got: [string, unknown][]
let statuses: Status[]
const current = () => sockets.at(-1) as FakeSocket
const entry = (seq: number) => ({ op: 'entry', conversation: 'cnv_1', seq, entry: { seq }, head: {} })
const entries = () => got.filter(([op]) => op === 'entry').map(([, frame]) => (frame as { seq: number }).seq)

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  got = []
  statuses = []
  live = new Realtime({
    url: 'ws://desk/ws/desk',
    random: () => 0,
    socket: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket
    },
  })
  const note = (op: string) => (frame: unknown) => void got.push([op, frame])
  live.on({
    entry: note('entry'),
    desk: note('desk'),
    reset: note('reset'),
    bye: note('bye'),
    welcome: note('welcome'),
    status: (status) => statuses.push(status),
  })
})
afterEach(() => {
  live.stop()
  vi.useRealTimers()
})

describe('connection', () => {
  test('says hello with what is open, and is online after the welcome', () => {
    live.open('cnv_1', 12)
    live.start()
    current().onopen?.()
    expect(current().sent).toEqual([{ op: 'hello', open: { cnv_1: 12 } }])
    expect(live.status).toBe('connecting')
    current().say({ op: 'welcome', session: 's', epoch: 'e', cursor: 'c1' })
    expect(statuses).toEqual(['connecting', 'online'])
  })

  test('a conversation opened between hello and welcome is asked for', () => {
    live.start()
    current().onopen?.()
    live.open('cnv_2', 3)
    current().say({ op: 'welcome', session: 's', epoch: 'e' })
    expect(current().sent.at(-1)).toEqual({ op: 'open', conversation: 'cnv_2', after: 3 })
  })

  test('comes back with growing waits and resumes', () => {
    live.open('cnv_1', 1)
    live.start()
    current().welcome()
    current().say(entry(2))
    current().say({ op: 'desk', cursor: 'c7', changed: [], gone: [] })
    current().lose()
    vi.advanceTimersByTime(249)
    expect(sockets).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(sockets).toHaveLength(2)
    current().lose()
    vi.advanceTimersByTime(499)
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(1)
    current().onopen?.()
    expect(current().sent).toEqual([{ op: 'hello', cursor: 'c7', open: { cnv_1: 2 } }])
  })

  test('a drop during the replay resumes from what was replayed, not from the head', () => {
    live.resumeFrom('c1')
    live.start()
    current().welcome('c9')
    current().lose()
    vi.advanceTimersByTime(250)
    current().onopen?.()
    expect(current().sent[0]).toMatchObject({ cursor: 'c1' })
  })

  test('gives up a connection that never opens', () => {
    live.start()
    vi.advanceTimersByTime(10_000)
    expect(current().closed).toBe(true)
    expect(live.status).toBe('waiting')
  })

  test('waits as long as the server asks, also when the network comes back', () => {
    live.start()
    current().welcome()
    current().say({ op: 'bye', reason: 'drain', reconnectAfterMs: 4000 })
    window.dispatchEvent(new Event('online'))
    vi.advanceTimersByTime(3999)
    expect(sockets).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(sockets).toHaveLength(2)
  })

  test('the network coming back ends the wait', () => {
    live.start()
    current().welcome()
    current().lose()
    window.dispatchEvent(new Event('online'))
    expect(sockets).toHaveLength(2)
  })

  test.each(['expired', 'replaced'])('%s ends it until it is started again', (reason) => {
    live.start()
    current().welcome()
    current().say({ op: 'bye', reason })
    vi.advanceTimersByTime(120_000)
    expect(sockets).toHaveLength(1)
    expect(live.status).toBe('ended')
    live.start()
    expect(sockets).toHaveLength(2)
  })

  test('pings, and drops a server that answered pings before and stopped', () => {
    live.start()
    current().welcome()
    vi.advanceTimersByTime(25_000)
    expect(current().sent.at(-1)).toEqual({ op: 'ping' })
    current().say({ op: 'pong' })
    vi.advanceTimersByTime(50_000)
    expect(live.status).toBe('online')
    vi.advanceTimersByTime(25_000)
    expect(live.status).toBe('waiting')
  })

  test('nothing is heard after stop', () => {
    live.start()
    const socket = current()
    socket.welcome()
    live.stop()
    socket.say(entry(1))
    socket.lose()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
    expect(entries()).toEqual([])
  })
})

describe('streams', () => {
  beforeEach(() => {
    live.open('cnv_1', 1)
    live.start()
    current().welcome()
  })

  test('delivers each entry once and in order', () => {
    for (const seq of [2, 2, 1, 3]) current().say(entry(seq))
    expect(entries()).toEqual([2, 3])
    expect(live.position('cnv_1')).toBe(3)
  })

  test('asks once for a gap and drops until it is filled', () => {
    current().say(entry(4))
    current().say(entry(5))
    const asked = current().sent.filter((frame) => frame.op === 'open')
    expect(asked).toEqual([{ op: 'open', conversation: 'cnv_1', after: 1 }])
    for (const seq of [2, 3, 4, 5, 6]) current().say(entry(seq))
    expect(entries()).toEqual([2, 3, 4, 5, 6])
  })

  test('a second gap is asked for again', () => {
    for (const seq of [3, 2, 3, 5]) current().say(entry(seq))
    expect(current().sent.filter((frame) => frame.op === 'open')).toHaveLength(2)
  })

  test('drops entries of conversations that are closed', () => {
    live.close('cnv_1')
    current().say(entry(2))
    expect(entries()).toEqual([])
  })

  test('a reset of a conversation waits for the app to open it again', () => {
    current().say({ op: 'reset', stream: 'cnv_1', reason: 'gap' })
    current().say(entry(2))
    live.open('cnv_1', 8)
    current().say(entry(9))
    expect(got.find(([op]) => op === 'reset')?.[1]).toMatchObject({ stream: 'cnv_1' })
    expect(entries()).toEqual([9])
  })

  test('after a reset of the desk a drop before the next frame asks for a reload', () => {
    current().say({ op: 'reset', stream: 'desk', reason: 'epoch' })
    current().lose()
    vi.advanceTimersByTime(250)
    current().welcome('c20')
    expect(current().sent[0]).not.toHaveProperty('cursor')
    expect(got.filter(([op]) => op === 'reset')).toHaveLength(2)
  })

  test('ignores what it does not understand', () => {
    for (const bad of ['', 'null', '[]', '{"op":1}', '{"op":"news"}']) current().say(bad)
    current().say(entry(2))
    expect(entries()).toEqual([2])
  })
})

test('waits are spread and capped', () => {
  expect([0, 1, 2, 20].map((attempt) => backoff(attempt, () => 0))).toEqual([250, 500, 1000, 15_000])
  expect(backoff(20, () => 1)).toBe(30_000)
  expect([askedDelay(1000, () => 0), askedDelay(1000, () => 1)]).toEqual([1000, 1500])
})
