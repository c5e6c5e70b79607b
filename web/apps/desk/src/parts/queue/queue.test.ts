import { loadMoreWords, setLocale } from '@frontdesk/i18n'
import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, test } from 'vitest'
import { readable, type Explained, type Me } from './api'
import DecisionView from './DecisionView.vue'
import { chatsOf, placeOf, sentencesOf, whyMe } from './say'

beforeAll(async () => {
  await setLocale('en')
  await loadMoreWords()
})

const SECOND = 1e9
const record: Explained = {
  id: 'rec_1',
  at: '2026-03-02T10:00:00Z',
  outcome: 'declined',
  planNumber: 7,
  rules: [{ rule: 'rul_1', name: 'English', held: true }, { rule: 'rul_2', held: false, failed: true }],
  decision: {
    agent: 'usr_a', queue: 'que_vip', strategy: 'least_loaded', waited: 75 * SECOND, headStart: 300 * SECOND, relaxed: ['skl_pay'], points: 20, usedBefore: 40, capacity: 100, eligible: 12,
    candidates: [{ agent: 'usr_a', score: -0.4, load: 0.4 }, { agent: 'usr_b', score: -0.8, load: 0.8 }],
    excluded: [{ reason: 'unskilled', count: 30, agents: ['usr_c', 'usr_gone'] }, { reason: 'full', count: 1, agents: ['usr_b'] }],
  },
  names: { usr_a: 'Lin Wei', usr_b: 'Noah', usr_c: 'Mia', que_vip: 'VIP', skl_pay: 'Payments' },
}

describe('sentences', () => {
  test('why me: what fits, then what brings it forward; how it was chosen where neither is known', () => {
    expect(whyMe({ headStartSeconds: 300, strategy: 'longest_idle' })).toBe('You have been free the longest · 5m ahead')
    expect(whyMe({ headStartSeconds: 0 })).toBe('You are free')
    expect(whyMe({ headStartSeconds: 60, sticky: true, headStarts: [{ from: 'rule', name: 'Emergency', seconds: 60 }] })).toBe('Spoke with you before · Emergency 1m ahead')
  })
  test('a decision, plainly', () => {
    expect(sentencesOf(readable(record))).toEqual([
      'Lin Wei was asked after 1m 15s in VIP and declined.',
      'Chosen as the least loaded: 40% of the capacity in use.',
      'Order: taken to have waited 5m longer.',
      'No longer asked for after the wait: Payments.',
      'Capacity at that moment: 40 of 100 points in use, 20 more for this.',
    ])
  })
  test('a place that was kept is said', () => {
    expect(sentencesOf(readable({ ...record, cameBackSeconds: 180 }))).toContain('Kept its place: the customer had left and came back after 3m.')
  })
  test('a place is said with its wait as far as that is known', () => {
    expect(placeOf({ state: 'waiting', position: 3, estimate: { lowSeconds: 180, highSeconds: 420 } })).toBe('place 3 · about 3–7 min')
    expect(placeOf({ state: 'waiting', position: 1, estimate: { lowSeconds: 0, highSeconds: 60 } })).toBe('place 1 · under 1 min')
    expect(placeOf({ state: 'offered' })).toBe('')
  })
  test('chats are counted where a chat has points, under the own limit', () => {
    const me: Me = { capacity: 100, used: 60, holds: { chat: 3 }, queues: [], wrapups: [], points: { chat: 20 } }
    expect([chatsOf(me), chatsOf({ ...me, limits: { chat: 4 } }), chatsOf({ ...me, points: undefined })]).toEqual([{ used: 3, most: 5 }, { used: 3, most: 4 }, undefined])
  })
})

test('a decision shows bars, reasons with names and counts, rules, and the raw record when asked', async () => {
  const view = mount(DecisionView, { props: { decision: readable(record), open: true } })
  const text = view.text()
  for (const part of ['Lin Wei', 'Declined', 'Rules version 7', '12 candidates', 'the best 2 are shown', '30 without the skill', 'Mia, Somebody who is gone, and 28 more', '1 without room', 'English', 'failed'])
    expect(text).toContain(part)
  const widths = view.findAll('li i').map((bar) => (bar.element as HTMLElement).style.width)
  expect(widths).toEqual(['100%', '12%'])
  await view.findAll('button').at(-1)?.trigger('click')
  expect(JSON.parse(view.find('pre').text())).toEqual(record)
})
