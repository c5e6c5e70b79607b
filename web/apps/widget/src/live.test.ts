import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anew, FakeSocket, shell } from './fake'
import type * as LiveModule from './live'
import type { Frame, Status } from './live'

let live: typeof LiveModule
let got: Frame[]
let statuses: Status[]
const current = () => FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket
const entry = (seq: number) => ({ op: 'entry', conversation: 'cnv_1', seq, entry: { seq }, head: {} })
const entries = () => got.flatMap((frame) => (frame.op === 'entry' ? [frame.seq] : []))
const opens = () => current().sent.filter((frame) => frame.op === 'open')

beforeEach(async () => {
  anew()
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.spyOn(Math, 'random').mockReturnValue(0)
  FakeSocket.all = []
  got = []
  statuses = []
  const page = shell()
  page.tools.save('visitor', { token: 'tok' })
  const { take } = await import('./shell')
  take(page, () => {})
  live = await import('./live')
  live.wire((frame) => got.push(frame), (status) => statuses.push(status))
})
afterEach(() => {
  live.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('connection', () => {
  test('says hello with what is open, and is online after the welcome', () => {
    live.follow('cnv_1', 12)
    live.start()
    current().onopen?.()
    expect(current().sent).toEqual([{ op: 'hello', token: 'tok', open: { cnv_1: 12 } }])
    expect(live.status).toBe('connecting')
    current().say({ op: 'welcome' })
    expect(statuses).toEqual(['connecting', 'online'])
    expect(opens()).toEqual([])
  })

  test('a conversation opened between hello and welcome is asked for', () => {
    live.start()
    current().onopen?.()
    live.follow('cnv_2', 3)
    current().say({ op: 'welcome' })
    expect(opens()).toEqual([{ op: 'open', conversation: 'cnv_2', after: 3 }])
  })

  test('comes back with growing waits and resumes', () => {
    live.follow('cnv_1', 1)
    live.start()
    current().welcome()
    current().say(entry(2))
    current().onclose?.()
    vi.advanceTimersByTime(249)
    expect(FakeSocket.all).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(FakeSocket.all).toHaveLength(2)
    current().onclose?.()
    vi.advanceTimersByTime(499)
    expect(FakeSocket.all).toHaveLength(2)
    vi.advanceTimersByTime(1)
    current().onopen?.()
    expect(current().sent).toEqual([{ op: 'hello', token: 'tok', open: { cnv_1: 2 } }])
  })

  test('gives up a connection that never opens', () => {
    live.start()
    vi.advanceTimersByTime(10_000)
    expect(live.status).toBe('waiting')
  })

  test('waits as long as the server asks, also when the network comes back', () => {
    live.start()
    current().welcome()
    current().say({ op: 'bye', reason: 'drain', reconnectAfterMs: 4000 })
    live.wake()
    vi.advanceTimersByTime(3999)
    expect(FakeSocket.all).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(FakeSocket.all).toHaveLength(2)
  })

  test('the network coming back ends the wait', () => {
    live.start()
    current().welcome()
    current().onclose?.()
    live.wake()
    expect(FakeSocket.all).toHaveLength(2)
  })

  test('a page that is left lets go of its socket', () => {
    live.start()
    current().welcome()
    window.dispatchEvent(new Event('pagehide'))
    expect(live.status).toBe('waiting')
  })

  test('an expired session ends it until it is started again', () => {
    live.start()
    current().welcome()
    current().say({ op: 'bye', reason: 'expired' })
    vi.advanceTimersByTime(120_000)
    expect(FakeSocket.all).toHaveLength(1)
    expect(live.status).toBe('ended')
    live.start()
    expect(FakeSocket.all).toHaveLength(2)
  })

  test('pings, and drops a server that answers no more', () => {
    live.start()
    current().welcome()
    vi.advanceTimersByTime(25_000)
    expect(current().sent[1]).toEqual({ op: 'ping' })
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
    got = []
    live.stop()
    socket.say(entry(1))
    socket.onclose?.()
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.all).toHaveLength(1)
    expect(got).toEqual([])
  })
})

describe('entries', () => {
  beforeEach(() => {
    live.follow('cnv_1', 1)
    live.start()
    current().welcome()
  })

  test('come once and in order', () => {
    for (const seq of [2, 2, 1, 3]) current().say(entry(seq))
    expect(entries()).toEqual([2, 3])
    expect(live.position('cnv_1')).toBe(3)
  })

  test('a hole is asked for once, and everything is dropped until it is filled', () => {
    current().say(entry(4))
    current().say(entry(5))
    expect(opens()).toEqual([{ op: 'open', conversation: 'cnv_1', after: 1 }])
    for (const seq of [2, 3, 4, 5, 6]) current().say(entry(seq))
    expect(entries()).toEqual([2, 3, 4, 5, 6])
  })

  test('a second hole is asked for again', () => {
    for (const seq of [3, 2, 3, 5]) current().say(entry(seq))
    expect(opens()).toHaveLength(2)
  })

  test('after a reset nothing comes until it is opened again', () => {
    current().say({ op: 'reset', stream: 'cnv_1', reason: 'gap' })
    current().say(entry(2))
    live.follow('cnv_1', 8)
    current().say(entry(9))
    expect(got.some((frame) => frame.op === 'reset')).toBe(true)
    expect(entries()).toEqual([9])
  })

  test('what is not understood is ignored', () => {
    for (const data of ['', 'null', '[]', '{"op":1}', '{"op":"news"}']) current().onmessage?.({ data })
    current().say(entry(2))
    expect(entries()).toEqual([2])
  })
})
