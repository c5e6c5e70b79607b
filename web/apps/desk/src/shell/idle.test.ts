import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchIdle, type Watch } from './idle'

vi.mock('./call', () => ({ call: vi.fn() }))
vi.mock('./live', () => ({ live: { on: vi.fn() } }))

const MINUTE = 60_000
/** What the server says: away once nobody has touched anything for four minutes. */
const decide = (idle: number) => Promise.resolve(idle >= 240)
const tell = vi.fn(decide)
const said = () => tell.mock.calls.map(([idle]) => idle)
let open: Watch[] = []
function desk(): Watch {
  const watch = watchIdle('fd.touched.usr_1', 4, tell)
  open.push(watch)
  return watch
}
const press = () => void document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
const move = (by: number) => void document.body.dispatchEvent(Object.assign(new Event('pointermove', { bubbles: true }), { movementX: by, movementY: 0 }))
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  tell.mockReset().mockImplementation(decide)
  localStorage.clear()
})
afterEach(() => {
  open.forEach((watch) => watch.stop())
  open = []
  vi.useRealTimers()
})

test('says once that nobody is there, and with the first key that somebody is back', async () => {
  desk()
  await pass(4 * MINUTE - 1)
  expect(said()).toEqual([])
  await pass(1)
  expect(said()).toEqual([240])
  await pass(60 * MINUTE)
  expect(said()).toEqual([240])
  press()
  await pass(0)
  press()
  await pass(0)
  expect(said()).toEqual([240, 0])
})

test('tells touches at most four times in the time of the rule, and the last one too', async () => {
  desk().heard(false)
  for (let second = 0; second < 8 * 60; second++) {
    press()
    await pass(1_000)
  }
  expect(said().length).toBeLessThanOrEqual(8)
  expect(Math.max(...said())).toBeLessThan(60)
})

test('a pointer at rest is no touch, whatever moves below it', async () => {
  desk()
  await pass(3 * MINUTE)
  move(0)
  await pass(MINUTE)
  expect(said()).toEqual([240])
  move(3)
  await pass(0)
  expect(said()).toEqual([240, 0])
})

test('another window of the browser counts', async () => {
  desk().heard(false)
  await pass(3 * MINUTE)
  localStorage.setItem('fd.touched.usr_1', String(Date.now()))
  await pass(3 * MINUTE)
  expect(Math.max(...said())).toBeLessThan(240)
  await pass(MINUTE)
  expect(said().at(-1)).toBe(240)
})

test('what could not be said is said again; after the end nothing is', async () => {
  tell.mockRejectedValueOnce(new Error('offline'))
  const watch = desk()
  await pass(4 * MINUTE)
  await pass(MINUTE)
  expect(said()).toEqual([240, 300])
  tell.mockClear().mockRejectedValue(new Error('offline'))
  for (let times = 0; times < 50; times++) {
    press()
    await pass(100)
  }
  expect(said().length).toBeLessThanOrEqual(5)
  tell.mockReset().mockResolvedValue(false)
  await pass(MINUTE)
  expect(said()).toHaveLength(1)
  watch.stop()
  press()
  await pass(10 * MINUTE)
  expect(said()).toHaveLength(1)
})
