import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anew, shell } from './fake'
import type { Unsent } from './outbox'

type Deliver = (item: Unsent) => Promise<void>
const NAME = 'frontdesk:wgt_1:outbox'
let sent: string[]
let broken: Error | undefined
const deliver: Deliver = async (item) => {
  if (broken) throw broken
  sent.push(item.body)
}
const message = (body: string) => ({ body, attachments: [] })
/** The outbox of a page that was just loaded. */
async function make(how: Deliver = deliver) {
  anew()
  const { take } = await import('./shell')
  take(shell(), () => {})
  const box = await import('./outbox')
  box.onDeliver(how)
  return box
}
const refusal = async (status: number, code: string, detail: string, after: number) => (await import('./http')).refused(status, code, detail, after)
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  sent = []
  broken = undefined
})
afterEach(() => vi.useRealTimers())

describe('outbox', () => {
  test('sends in order and forgets what was acknowledged', async () => {
    const box = await make()
    for (const body of ['one', 'two', 'three']) box.add(message(body))
    await settle()
    expect(sent).toEqual(['one', 'two', 'three'])
    expect(box.items()).toEqual([])
  })

  test('a message is stored before it is sent', async () => {
    const box = await make(() => new Promise(() => {}))
    box.add(message('kept'))
    expect(JSON.parse(localStorage.getItem(NAME) ?? '[]')).toMatchObject([{ body: 'kept' }])
  })

  test('what could not be sent is sent after the next page load, with the same clientId and in order', async () => {
    broken = new TypeError('Failed to fetch')
    const box = await make()
    box.add(message('one'))
    box.add(message('two'))
    await settle()
    const ids = box.items().map((item) => item.clientId)
    broken = undefined
    const tried: string[] = []
    const next = await make(async (item) => {
      tried.push(item.clientId)
    })
    next.hurry()
    await settle()
    expect(tried).toEqual(ids)
    expect(next.items()).toEqual([])
  })

  test('waits longer after every failure and goes on by itself', async () => {
    broken = new TypeError('Failed to fetch')
    const box = await make()
    box.add(message('one'))
    await settle()
    broken = undefined
    await vi.advanceTimersByTimeAsync(400)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(700)
    expect(sent).toEqual(['one'])
  })

  test('leaves the server alone for as long as it asks', async () => {
    broken = await refusal(429, 'too_many', '', 30_000)
    const box = await make()
    box.add(message('one'))
    await settle()
    broken = undefined
    await vi.advanceTimersByTimeAsync(29_000)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1500)
    expect(sent).toEqual(['one'])
  })

  test('a refused message waits for the visitor and does not hold up the next', async () => {
    const box = await make(async (item) => {
      if (item.body === 'bad') throw await refusal(422, 'input', 'Not like this.', 0)
      sent.push(item.body)
    })
    box.add(message('bad'))
    box.add(message('good'))
    await settle()
    expect(sent).toEqual(['good'])
    expect(box.items()).toMatchObject([{ body: 'bad', refused: 'Not like this.' }])
  })

  test('an acknowledged message of another tab is not sent again', async () => {
    broken = new TypeError('Failed to fetch')
    const box = await make()
    box.add(message('one'))
    await settle()
    broken = undefined
    localStorage.setItem(NAME, '[]') // the other tab was faster
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
  })

  test('is bounded', async () => {
    const box = await make(() => new Promise(() => {}))
    for (let n = 0; n < 50; n++) expect(box.add(message('x'))).toBe(true)
    expect(box.add(message('one too many'))).toBe(false)
    localStorage.clear()
    expect(box.add(message('y'.repeat(200_001)))).toBe(false)
  })

  test('survives rubbish in the storage', async () => {
    localStorage.setItem(NAME, '{"not":')
    expect((await make()).items()).toEqual([])
    localStorage.setItem(NAME, '{}')
    expect((await make()).items()).toEqual([])
  })
})
