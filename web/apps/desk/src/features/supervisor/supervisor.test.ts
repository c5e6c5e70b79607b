import { loadMoreWords, setLocale } from '@frontdesk/i18n'
import { beforeAll, describe, expect, test } from 'vitest'
import { alarmOf } from '@/parts/alarm'
import type { Live, Narrow } from './api'
import { append, belongs, inOrder, patch, running, type Sight } from './rows'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString()
const row = (id: string, more: Partial<Live> = {}): Live =>
  ({ id, status: 'open', seq: 1, lastEntryAt: at(0), createdAt: at(0), channelId: 'chn_1', channelKind: 'webchat', customerName: id, tagIds: [], ...more }) as Live
const narrow = (more: Partial<Narrow> = {}): Narrow => ({ what: 'all', team: '', agent: '', channel: '', queue: '', ...more })
const sight = (more: Partial<Sight> = {}): Sight => ({ narrow: narrow(), now: Date.parse(at(10)), alertAfter: () => 120, teams: undefined, me: 'usr_me', ...more })
const of = (...rows: Live[]) => new Map(rows.map((each) => [each.id, each]))

describe('the live list', () => {
  test('who waits longest stands first, then the last activity', () => {
    const rows = [row('b', { lastEntryAt: at(5) }), row('late', { waitingSince: at(3) }), row('a', { lastEntryAt: at(7) }), row('long', { waitingSince: at(1) })]
    expect(rows.sort(inOrder).map((each) => each.id)).toEqual(['long', 'late', 'a', 'b'])
  })

  test.each([
    ['waiting', row('x', { waitingSince: at(9) }), true],
    ['waiting', row('x'), false],
    ['overdue', row('x', { waitingSince: at(9) }), false],
    ['overdue', row('x', { waitingSince: at(8) }), true],
    ['unassigned', row('x'), true],
    ['unassigned', row('x', { assigneeId: 'usr_1' }), false],
    ['lowRating', row('x', { ratingScore: 2 }), true],
    ['lowRating', row('x', { ratingScore: 3 }), false],
    ['lowRating', row('x'), false],
    ['vip', row('x', { customerLevel: 'vip' }), true],
    ['vip', row('x', { customerLevel: 'normal' }), false],
    ['negative', row('x', { sentiment: 'negative' }), true],
    ['negative', row('x'), false],
    ['hit', row('x', { hit: true }), true],
    ['all', row('x', { status: 'resolved' }), false],
  ] as const)('%s', (what, each, want) => {
    expect(belongs(each, sight({ narrow: narrow({ what }) }))).toBe(want)
  })

  test('what is nobody’s is shown whoever was chosen, as the server does', () => {
    expect(belongs(row('x'), sight({ narrow: narrow({ what: 'unassigned', agent: 'usr_1' }) }))).toBe(true)
    expect(belongs(row('x'), sight({ narrow: narrow({ agent: 'usr_1' }) }))).toBe(false)
  })

  test('a channel without a limit is never overdue', () => {
    expect(belongs(row('x', { waitingSince: at(1) }), sight({ narrow: narrow({ what: 'overdue' }), alertAfter: () => 0 }))).toBe(false)
  })

  test('what other teams have is out of reach, unless one has it oneself', () => {
    const mine = sight({ teams: ['tem_1'] })
    expect(belongs(row('x', { teamId: 'tem_2' }), mine)).toBe(false)
    expect(belongs(row('x', { teamId: 'tem_2', assigneeId: 'usr_me' }), mine)).toBe(true)
    expect(belongs(row('x'), mine)).toBe(true)
  })

  test('a list of a queue keeps what the server gave, and takes in nothing of which it does not know the queue', () => {
    const here = sight({ narrow: narrow({ queue: 'que_1' }) })
    const list = patch([row('a')], new Map([['a', row('a', { seq: 9 })], ['b', row('b')]]), new Set(), true, here)
    expect(list.map((one) => `${one.id}${one.seq}`)).toEqual(['a9'])
  })

  test('frames replace, remove and insert; what belongs below the part that was read waits', () => {
    const rows = [row('a', { waitingSince: at(1), hit: true }), row('b', { waitingSince: at(2) })]
    const answered = row('b', { seq: 2, lastEntryAt: at(9) })
    expect(patch(rows, of(answered, row('c', { waitingSince: at(0) })), new Set(), false, sight()).map((each) => each.id)).toEqual(['c', 'a', 'b'])
    expect(patch(rows, of(row('d', { waitingSince: at(3) })), new Set(), false, sight()).map((each) => each.id)).toEqual(['a', 'b'])
    expect(patch(rows, of(row('d', { waitingSince: at(3) })), new Set(), true, sight()).map((each) => each.id)).toEqual(['a', 'b', 'd'])
    expect(patch(rows, of(row('a', { seq: 3, status: 'resolved' })), new Set(['b']), true, sight())).toEqual([])
    expect(patch(rows, of(row('a', { seq: 3, waitingSince: at(1) })), new Set(), true, sight())[0]?.hit).toBe(true)
    expect(patch(rows, of(row('a', { seq: 0, customerName: 'old' })), new Set(), true, sight())[0]?.customerName).toBe('a')
  })

  test('a page more doubles nothing', () => {
    expect(append([row('a', { waitingSince: at(1) })], [row('a', { waitingSince: at(1) }), row('b')]).map((each) => each.id)).toEqual(['a', 'b'])
  })

  test('times run', () => {
    expect([running(at(0), Date.parse(at(9)) + 5000), running(at(0), Date.parse(at(0)) + 3_661_000), running(undefined, 0)]).toEqual(['9:05', '1:01:01', ''])
  })
})

describe('the tile of a queue', () => {
  beforeAll(async () => {
    await setLocale('en')
    await loadMoreWords()
  })
  type Sign = { of: 'waiting' | 'longest' | 'share'; state: 'ok' | 'near' | 'over'; now: number; limit: number }
  const look = (state: 'none' | 'ok' | 'near' | 'over', ...signs: Sign[]) => alarmOf({ alarm: { state, signs } })
  const waiting = (state: Sign['state']): Sign => ({ of: 'waiting', state, now: 12, limit: 10 })

  test('without thresholds, and while all is well, it has no colour', () => {
    expect([look('none'), look('ok', waiting('ok'))]).toEqual([{ tone: 'neutral', words: [] }, { tone: 'neutral', words: [] }])
  })

  test('colour never comes without words, and those name what is passed', () => {
    expect(look('near', waiting('near'))).toEqual({ tone: 'warn', words: ['Close to 10 waiting'] })
    expect(look('over', waiting('over'), { of: 'longest', state: 'near', now: 55, limit: 60 }, { of: 'share', state: 'over', now: 0.75, limit: 0.8 })).toEqual({
      tone: 'bad', words: ['More than 10 waiting', 'Service level 75%, below 80%'],
    })
  })
})
