import { describe, expect, test } from 'vitest'
import type { Query, Row } from './api'
import { belongs, byCustomer, compareRows, flatten, heldRows, hold, inReach, patchPages, type Pages, sectioned } from './rows'

const ME = 'usr_me'
const at = (minute: number) => new Date(Date.UTC(2026, 9, 14, 8, minute)).toISOString()
function row(id: string, minute: number, more: Partial<Row> = {}): Row {
  return {
    id, number: 1, channelId: 'chn_1', channelKind: 'webchat', customerId: 'cus_1', customerName: 'A', status: 'open', priority: 'normal', tagIds: [], seq: 1, publicSeq: 1,
    lastEntryAt: at(minute), lastMessagePreview: '', unread: 0, agentSeenSeq: 0, customerSeenSeq: 0, resolutions: 0, createdAt: at(0), version: 1, ...more,
  }
}
const all: Query = { view: 'all', sort: 'newest' }
const pages = (...items: Row[][]): Pages => ({ pages: items.map((list, i) => ({ items: list, ...(i < items.length - 1 ? { next: `c${i}` } : {}) })), pageParams: items.map(() => undefined) })
const change = (data: Pages, rows: Row[], query = all, gone: string[] = []) => patchPages(data, { changed: new Map(rows.map((one) => [one.id, one])), gone: new Set(gone) }, query, ME)
const ids = (data: Pages) => data.pages.map((page) => page.items.map((one) => one.id))

describe('conversations of one customer', () => {
  test('stand under the first of them, parts stay apart', () => {
    const list = [row('a', 9), row('b', 8, { customerId: 'cus_2' }), row('c', 7), { ...row('d', 6), section: 'ended' as const }]
    expect(byCustomer(list).map((one) => `${one.id}${one.under ? '+' : ''}`)).toEqual(['a', 'c+', 'b', 'd'])
  })
})

describe('a conversation of others in which one takes part', () => {
  test('stands in what one follows, and leaves the lists of teams', () => {
    const changes = { changed: new Map([['a', row('a', 1)], ['b', row('b', 2)]]), gone: new Set(['c']) }
    const reaches = (one: { id: string }) => one.id !== 'b'
    expect(inReach(changes, { ...all, view: 'following' }, reaches)).toBe(changes)
    const { changed, gone } = inReach(changes, all, reaches)
    expect([[...changed.keys()], [...gone]]).toEqual([['a'], ['c', 'b']])
  })
})

describe('what stands in a list', () => {
  test.each<[string, Partial<Row>, Query, boolean | undefined]>([
    ['open in all', {}, all, true],
    ['resolved leaves all', { status: 'resolved' }, all, false],
    ['snoozed stands in snoozed', { status: 'snoozed' }, { ...all, view: 'snoozed' }, true],
    ['mine', { assigneeId: ME }, { ...all, view: 'mine' }, true],
    ['somebody else’s is not mine', { assigneeId: 'usr_x' }, { ...all, view: 'mine' }, false],
    ['taken is not unassigned', { assigneeId: ME }, { ...all, view: 'unassigned' }, false],
    ['mine with a status', { assigneeId: ME, status: 'resolved' }, { ...all, view: 'mine', status: 'resolved' }, true],
    ['another team', { teamId: 'tem_2' }, { ...all, teams: ['tem_1'] }, false],
    ['another channel', {}, { ...all, channels: ['chn_2'] }, false],
    ['with the tag', { tagIds: ['tag_1'] }, { ...all, tags: ['tag_1', 'tag_2'] }, true],
    ['another priority', { priority: 'low' }, { ...all, priorities: ['urgent', 'high'] }, false],
    ['upset', { sentiment: 'negative' }, { ...all, sentiments: ['negative'] }, true],
    ['not judged', {}, { ...all, sentiments: ['negative'] }, false],
    ['asked for what nobody judged', {}, { ...all, sentiments: ['unknown', 'positive'] }, true],
    ['in the queue', { queueId: 'que_1' }, { ...all, queues: ['que_1', 'que_2'] }, true],
    ['in another queue', { queueId: 'que_3' }, { ...all, queues: ['que_1'] }, false],
    ['in a queue that is not known yet', {}, { ...all, queues: ['que_1'] }, undefined],
    ['of a queue, and over', { status: 'resolved' }, { ...all, queues: ['que_1'] }, false],
    ['taken from the order of service', { queueId: 'que_1', assigneeId: 'usr_x' }, { ...all, queues: ['que_1'], sort: 'served' }, false],
    ['nobody waits', {}, { ...all, sort: 'waiting' }, false],
    ['of me', { assigneeId: ME }, { ...all, assignees: ['none', 'me'] }, true],
    ['of nobody', {}, { ...all, assignees: ['none', 'me'] }, true],
    ['of somebody else', { assigneeId: 'usr_x' }, { ...all, assignees: ['none', 'me'] }, false],
    ['without a team', {}, { ...all, teams: ['none'] }, true],
    ['read', {}, { ...all, unread: true }, false],
    ['a filter by mention', {}, { ...all, mentioned: true }, undefined],
    ['mentions only the server knows', {}, { ...all, view: 'mentions' }, undefined],
  ])('%s', (_, more, query, expected) => {
    expect(belongs(row('cnv_1', 1, more), query, ME)).toBe(expected)
  })

  test('a queue is in the order of service', () => {
    const list = [row('a', 1, { queueRank: 30 }), row('b', 9, { queueRank: 10 }), row('c', 5, { queueRank: 20 })]
    expect(list.sort(compareRows('served')).map((one) => one.id)).toEqual(['b', 'c', 'a'])
  })

  test('order is the server’s', () => {
    const list = [row('b', 5), row('a', 5), row('c', 9)]
    expect([...list].sort(compareRows('newest')).map((one) => one.id)).toEqual(['c', 'b', 'a'])
    const waiting = [row('x', 1, { waitingSince: at(3) }), row('y', 1, { waitingSince: at(2) })]
    expect([...waiting].sort(compareRows('waiting')).map((one) => one.id)).toEqual(['y', 'x'])
  })
})

describe('changes of a list', () => {
  test('a new message moves its row up across pages', () => {
    const data = pages([row('a', 9), row('b', 8)], [row('c', 7)])
    expect(ids(change(data, [row('c', 10, { version: 2 })]))).toEqual([['c', 'a', 'b'], []])
  })
  test('what does not belong any more leaves, what is gone leaves', () => {
    const data = pages([row('a', 9), row('b', 8), row('c', 7)])
    expect(ids(change(data, [row('b', 10, { status: 'resolved', version: 2 })], all, ['c']))).toEqual([['a']])
  })
  test('a row below everything loaded waits for its page', () => {
    expect(ids(change(pages([row('a', 9)], [row('b', 8)]), [row('z', 1)]))).toEqual([['a'], ['b', 'z']])
    const open = pages([row('a', 9)])
    open.pages[0]!.next = 'more'
    expect(ids(change(open, [row('z', 1)]))).toEqual([['a']])
  })
  test('an older version does not overwrite a newer one', () => {
    const data = pages([row('a', 9, { version: 5, lastMessagePreview: 'new' })])
    const next = change(data, [row('a', 3, { version: 4, lastMessagePreview: 'old' })])
    expect(next.pages[0]!.items[0]!.lastMessagePreview).toBe('new')
  })
  test('the mark of an own draft survives', () => {
    expect(change(pages([row('a', 9, { hasDraft: true })]), [row('a', 10, { version: 2 })]).pages[0]!.items[0]!.hasDraft).toBe(true)
  })
  test('mentions keep their places, unknown rows stay out', () => {
    const query: Query = { view: 'mentions', sort: 'newest' }
    const next = change(pages([row('a', 1), row('b', 2)]), [row('b', 50, { version: 2, unread: 3 }), row('n', 60)], query)
    expect(ids(next)).toEqual([['a', 'b']])
    expect(next.pages[0]!.items[1]!.unread).toBe(3)
  })
  test('nothing touched gives the same object', () => {
    const data = pages([row('a', 9)])
    expect(change(data, [row('x', 10, { status: 'resolved' })])).toBe(data)
  })
  test('a row that moved while its page loaded is shown once', () => {
    expect(flatten(pages([row('a', 9), row('b', 8)], [row('b', 8), row('c', 7)]).pages).map((one) => one.id)).toEqual(['a', 'b', 'c'])
  })
})

describe('a held list', () => {
  const before = [row('a', 9), row('b', 8), row('c', 7)]
  test('keeps its order and counts what waits', () => {
    const now = [row('n', 12), row('c', 11, { unread: 4 }), row('a', 9), row('b', 8)]
    const { rows, waiting } = heldRows(hold(before), now)
    expect(rows.map((one) => one.id)).toEqual(['a', 'b', 'c'])
    expect(rows[2]!.unread).toBe(4)
    expect(waiting).toBe(2)
  })
  test('rows leave at once, older pages are added below', () => {
    const { rows, waiting } = heldRows(hold(before), [row('a', 9), row('c', 7), row('d', 2)])
    expect(rows.map((one) => one.id)).toEqual(['a', 'c', 'd'])
    expect(waiting).toBe(0)
  })
})

test('pages that nothing touches stay the same objects', () => {
  const data = pages([row('c', 3), row('b', 2)], [row('a', 1)])
  const next = change(data, [row('b', 9)])
  expect(ids(next)).toEqual([['b', 'c'], ['a']])
  expect(next.pages[1]).toBe(data.pages[1])
  expect(ids(data)).toEqual([['c', 'b'], ['a']])
})

describe('the own list', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 9, 14, 8, minute)).toISOString()
  test('has parts: pinned, to answer, in progress, ended lately', () => {
    const now = Date.parse(at(50))
    const open = [row('w', 3, { waitingSince: at(1) }), row('p', 2, { waitingSince: at(2) }), row('a', 40)]
    const lines = sectioned([row('p', 2), row('x', 1, { status: 'resolved' })], open, [row('e', 30, { status: 'resolved', resolvedAt: at(30) }), row('old', 1, { resolvedAt: '2026-10-01T00:00:00Z' })], now)
    expect(lines.map((line) => `${line.section}:${line.id}`)).toEqual(['pinned:p', 'waiting:w', 'active:a', 'ended:e'])
  })
  test('is ordered by who has waited longest, then by what moved last', () => {
    const query: Query = { view: 'mine', sort: 'attention' }
    const mine = { assigneeId: 'me' }
    const data = pages([row('w', 3, { ...mine, waitingSince: at(3) }), row('b', 9, mine), row('a', 1, mine)])
    const next = patchPages(data, { changed: new Map([['a', row('a', 10, { ...mine, version: 2, waitingSince: at(2) })]]), gone: new Set() }, query, 'me')
    expect(ids(next)).toEqual([['a', 'w', 'b']])
  })
  test('a held row stays in its part', () => {
    const held = hold([{ ...row('w', 3), section: 'waiting' }, { ...row('a', 1), section: 'active' }])
    const { rows } = heldRows(held, [{ ...row('a', 1), section: 'active' }, { ...row('w', 5), section: 'active' }])
    expect(rows.map((one) => `${one.section}:${one.id}`)).toEqual(['waiting:w', 'active:a'])
  })
})
