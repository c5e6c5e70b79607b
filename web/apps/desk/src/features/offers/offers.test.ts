import { Problem } from '@frontdesk/client'
import { loadMoreWords, setLocale } from '@frontdesk/i18n'
import { mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import * as server from '@/parts/queue/api'
import type { Offer } from '@/parts/queue/api'
import { Offers } from './offers'
import OfferStack from './OfferStack.vue'

vi.mock('@/parts/queue/api', () => ({ acceptOffer: vi.fn(), declineOffer: vi.fn() }))
const AT = Date.parse('2026-03-02T10:00:00Z')
const offer = (id: string, more: Partial<Offer> = {}): Offer => ({
  conversationId: id, queueId: 'que_1', queueName: 'VIP', kind: 'chat', channelKind: 'webchat', customerName: `Customer ${id}`, preview: 'Where is my parcel?',
  offeredAt: '2026-03-02T10:00:00Z', until: '2026-03-02T10:00:20Z', waitedSeconds: 30, headStartSeconds: 300, ...more,
})
const ids = (offers: Offers) => offers.open.map((one) => one.conversationId).join('')

beforeAll(async () => {
  await setLocale('en')
  await loadMoreWords()
})
beforeEach(() => void vi.useFakeTimers({ now: AT + 5_000 }))
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

describe('offers', () => {
  test('one that comes now has all of its time, one that was read has what is left; the next to end is on top', () => {
    const came = vi.fn()
    const offers = new Offers({ came })
    offers.come(offer('a'), true)
    offers.settle([offer('a'), offer('b')])
    expect(offers.open.map((one) => [one.conversationId, one.end - Date.now()])).toEqual([['b', 15_000], ['a', 20_000]])
    expect(came.mock.calls.map(([one]) => one.conversationId)).toEqual(['a', 'b'])
  })

  test('one that rings learns that the customer wants to be called, and goes on ringing', () => {
    const came = vi.fn()
    const offers = new Offers({ came })
    offers.come(offer('a'), true)
    vi.advanceTimersByTime(5_000)
    offers.come(offer('a', { callBack: { phone: '+8613800138000' } }), true)
    expect(offers.open.map((one) => [one.callBack?.phone, one.end - Date.now()])).toEqual([['+8613800138000', 15_000]])
    offers.come(offer('a'), true)
    expect([offers.open[0]?.callBack, came.mock.calls.length]).toEqual([undefined, 1])
  })

  test('a clock that is wrong neither lengthens nor turns back the ring', () => {
    vi.setSystemTime(AT - 3_600_000)
    const offers = new Offers()
    offers.settle([offer('a')])
    expect((offers.open[0]?.end ?? 0) - Date.now()).toBe(20_000)
  })

  test('what has ended says so for a moment, and a late list does not bring it back', () => {
    const offers = new Offers()
    offers.come(offer('a'), true)
    offers.end('a', 'timeout')
    expect([ids(offers), offers.items[0]?.ended]).toEqual(['', 'timeout'])
    offers.settle([offer('a')])
    expect(ids(offers)).toBe('')
    vi.advanceTimersByTime(6_000)
    expect(offers.items).toHaveLength(0)
    offers.come(offer('a', { offeredAt: '2026-03-02T10:05:00Z', until: '2026-03-02T10:05:20Z' }), true)
    expect(ids(offers)).toBe('a')
  })

  test('when the word of the server is lost, it is asked', () => {
    const late = vi.fn()
    const offers = new Offers({ late })
    offers.come(offer('a'), true)
    offers.come(offer('b'), true)
    offers.end('b', 'withdrawn')
    vi.advanceTimersByTime(20_000)
    expect(late).not.toHaveBeenCalled()
    vi.advanceTimersByTime(3_000)
    expect(late).toHaveBeenCalledOnce()
  })

  test('what is no longer on the list has ended while nobody told', () => {
    const offers = new Offers()
    offers.come(offer('a'), true)
    offers.come(offer('b'), true)
    offers.settle([offer('b')])
    expect([ids(offers), offers.items.find((one) => one.conversationId === 'a')?.ended]).toEqual(['b', 'withdrawn'])
  })

  test('accepting once asks once; who was slower is told', async () => {
    const offers = new Offers()
    offers.come(offer('a'), true)
    vi.mocked(server.acceptOffer).mockResolvedValueOnce(undefined)
    const both = await Promise.all([offers.accept('a'), offers.accept('a')])
    expect([both, vi.mocked(server.acceptOffer).mock.calls.length, offers.items.length]).toEqual([[true, false], 1, 0])

    offers.come(offer('b'), true)
    vi.mocked(server.acceptOffer).mockRejectedValueOnce(new Problem(409, 'routing.taken', ''))
    expect(await offers.accept('b')).toBe(false)
    expect(offers.items[0]?.ended).toBe('taken')
  })

  test('a decline that could not be told can be told again', async () => {
    const offers = new Offers()
    offers.come(offer('a'), true)
    vi.mocked(server.declineOffer).mockRejectedValueOnce(new Problem(503, 'unavailable', ''))
    await offers.decline('a')
    expect([ids(offers), offers.open[0]?.busy]).toEqual(['a', false])
    vi.mocked(server.declineOffer).mockResolvedValueOnce(undefined)
    await offers.decline('a')
    expect(offers.items).toHaveLength(0)
  })
})

describe('the stack', () => {
  const cards = () => [...document.querySelectorAll<HTMLElement>('[data-offer]')]
  test('says who, from where, what and why, and never takes the focus', async () => {
    const field = document.createElement('textarea')
    document.body.append(field)
    field.focus()
    const offers = new Offers()
    offers.come(offer('a', { headStarts: [{ from: 'level', name: 'vip', seconds: 300 }], needs: [{ skill: 'skl_en', name: 'English', level: 3, own: 4 }] }), true)
    const stack = mount(OfferStack, { props: { offers }, attachTo: document.body, global: { stubs: { transition: false } } })
    await nextTick()
    expect(document.activeElement).toBe(field)
    expect(cards()[0]?.textContent).toMatch(/Customer a.*20.*VIP.*waited 30s.*Where is my parcel\?.*English 4 · VIP 5m ahead/s)
    expect(stack.emitted('say')?.[0]).toEqual([expect.stringContaining('Customer a is offered to you from VIP.')])

    vi.advanceTimersByTime(4_000)
    await nextTick()
    expect(cards()[0]?.querySelector('[role=timer]')?.getAttribute('aria-label')).toBe('16 seconds left')
    cards()[0]?.querySelector<HTMLElement>('button')?.click()
    expect(stack.emitted('accept')).toEqual([['a']])

    offers.end('a', 'withdrawn')
    await nextTick()
    expect(cards()[0]?.textContent).toContain('No longer needed')
    expect(cards()[0]?.querySelector('button')).toBeNull()
    stack.unmount()
  })

  test('shows three, and counts the rest', async () => {
    const offers = new Offers()
    for (const id of 'abcde') offers.come(offer(id), true)
    const stack = mount(OfferStack, { props: { offers }, attachTo: document.body })
    await nextTick()
    expect([cards().length, document.body.textContent?.includes('2 more wait for your answer')]).toEqual([3, true])
    stack.unmount()
  })
})
