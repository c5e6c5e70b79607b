import { describe, expect, test } from 'vitest'
import { calendarFaulty, checkDay, cleanTime, nextInterval, openState, share, standardWeek, type CalendarDraft } from './calendar'

const draft = (change: Partial<CalendarDraft> = {}): CalendarDraft => ({ name: 'x', timezone: 'Asia/Shanghai', hours: standardWeek(), exceptions: [], ...change })
const at = (text: string) => new Date(text)

describe('checkDay', () => {
  test.each([
    [[{ from: '09:00', to: '12:00' }, { from: '13:00', to: '18:00' }], [undefined, undefined]],
    [[{ from: '09:00', to: '12:00' }, { from: '11:00', to: '18:00' }], [undefined, 'overlap']],
    [[{ from: '12:00', to: '12:00' }], ['order']],
    [[{ from: '', to: '12:00' }], ['time']],
    [[{ from: '20:00', to: '24:00' }], [undefined]],
    [[{ from: '20:00', to: '24:30' }], ['time']],
  ])('%j', (day, faults) => {
    expect(checkDay(day)).toEqual(faults)
  })
})

describe('openState', () => {
  test('knows the wall clock of the zone', () => {
    // Friday 17:59 in Shanghai, then 18:00.
    expect(openState(draft(), at('2026-11-20T09:59:00Z'))).toEqual({ open: true, until: '18:00' })
    expect(openState(draft(), at('2026-11-20T10:00:00Z'))).toEqual({ open: false, days: 3, date: '2026-11-23', from: '09:00' })
  })
  test('a holiday closes a day and an extra working day opens one', () => {
    const exceptions = [
      { date: '2026-11-21', name: '补班', hours: [{ from: '10:00', to: '16:00' }] },
      { date: '2026-11-23', name: '放假', hours: [] },
    ]
    expect(openState(draft({ exceptions }), at('2026-11-20T12:00:00Z'))).toEqual({ open: false, days: 1, date: '2026-11-21', from: '10:00' })
    expect(openState(draft({ exceptions }), at('2026-11-21T09:00:00Z'))).toEqual({ open: false, days: 3, date: '2026-11-24', from: '09:00' })
  })
  test('never open', () => {
    const hours = standardWeek()
    for (const day of Object.keys(hours) as (keyof typeof hours)[]) hours[day] = []
    expect(openState(draft({ hours }), at('2026-11-20T12:00:00Z'))).toEqual({ open: false })
  })
})

test('an interval is offered after the last one, while the day lasts', () => {
  expect(nextInterval([])).toEqual({ from: '09:00', to: '18:00' })
  expect(nextInterval([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' })
  expect(nextInterval([{ from: '09:00', to: '23:30' }])).toBeUndefined()
})
test('two exceptions on one date are refused before the server does it', () => {
  const twice = [1, 2].map(() => ({ date: '2026-10-01', name: '', hours: [] }))
  expect([calendarFaulty(draft()), calendarFaulty(draft({ exceptions: twice }))]).toEqual([false, true])
})
test('the picture of a day', () => expect(share({ from: '06:00', to: '18:00' })).toEqual({ left: 25, width: 50 }))
test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['18：00', '18:00'],
  ['24:00', '24:00'],
  ['noon', 'noon'],
])('%s is taken as %s', (typed, time) => expect(cleanTime(typed)).toBe(time))
