import { setLocale } from '@frontdesk/i18n'
import { beforeAll, expect, test } from 'vitest'
import type { Line } from './api'
import { figure, moved, say, SHOWS, welcome, type FigureId } from './figures'
import { spanOf } from './period'

const none = { count: 0, average: 0 }
const line = (given: Partial<Line>): Line => ({
  key: 'usr', received: 0, answered: 0, missed: 0, firstResponse: none, response: none, handling: none, inbound: 0, outbound: 0, resolved: 0, summarised: 0, solved: 0,
  rated: 0, satisfied: 0, transferredIn: 0, transferredOut: 0, ...given,
})
beforeAll(() => setLocale('en'))

test('periods are counted from today', () => {
  expect(spanOf('today', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-01' })
  expect(spanOf('yesterday', '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-02-28' })
  expect(spanOf('week', '2026-03-07')).toEqual({ from: '2026-03-01', to: '2026-03-07' })
  expect(spanOf('month', '2026-03-30')).toEqual({ from: '2026-03-01', to: '2026-03-30' })
})
test('shares and averages of nothing are a dash, not zero', () => {
  for (const id of ['answerShare', 'firstAverage', 'firstP50', 'response', 'handling', 'solved', 'satisfied', 'score', 'participation', 'online'] as const) expect(say(figure(id), line({}))).toBe('–')
  expect(say(figure('received'), line({}))).toBe('0')
})
test('figures say what they are of', () => {
  const full = line({ received: 4, answered: 3, resolved: 8, rated: 2, satisfied: 1, score: 3.5, firstResponse: { count: 3, average: 90, p50: 60 }, presence: { online: 133 * 3600, busy: 0, break: 2700, breaks: [] } })
  const says = (id: FigureId) => say(figure(id), full)
  expect([says('answerShare'), says('participation'), says('satisfied'), says('score'), says('firstAverage'), says('firstP50')]).toEqual(['75%', '25%', '50%', '3.5', '1m 30s', '1m'])
  expect([says('online'), says('break'), says('busy')]).toEqual(['133h', '45m', '0m'])
})
test('a movement is welcome where the figure says so', () => {
  const by = moved(figure('firstAverage'), line({ firstResponse: { count: 1, average: 30 } }), line({ firstResponse: { count: 1, average: 60 } }))
  expect(by).toBe(-0.5)
  expect(welcome(figure('firstAverage'), by ?? 0)).toBe(true)
  expect(moved(figure('received'), line({ received: 3 }), line({}))).toBeUndefined()
})
test('every figure of the table exists', () => {
  for (const ids of Object.values(SHOWS)) for (const id of ids) expect(figure(id).id).toBe(id)
})
