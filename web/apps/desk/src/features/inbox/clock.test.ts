import { setLocale } from '@frontdesk/i18n'
import { beforeAll, describe, expect, test } from 'vitest'
import { second, snoozeChoices, waitLevel, waitTime } from './clock'

beforeAll(() => setLocale('en'))

describe('waiting', () => {
  const since = (seconds: number) => new Date(second.value - seconds * 1_000).toISOString()
  test('is as bad as the limits of the channel say', () => {
    second.value = Date.UTC(2026, 9, 14, 12)
    const limits = { warnAfter: 60, alertAfter: 120 }
    expect(waitLevel(undefined, limits)).toBeUndefined()
    expect([0, 59, 60, 119, 120, 9_000].map((n) => waitLevel(since(n), limits))).toEqual(['fine', 'fine', 'warn', 'warn', 'alert', 'alert'])
    expect([10, 20].map((n) => waitLevel(since(n), { warnAfter: 0, alertAfter: 20 }))).toEqual(['fine', 'alert'])
    expect(waitLevel(since(99_999), { warnAfter: 60, alertAfter: 0 })).toBe('warn')
  })
  test('is said to the second while it is fresh', () => {
    expect([0, 5, 65, 599, 600, 3_600, 72 * 3_600].map((n) => waitTime(since(n)))).toEqual(['0:00', '0:05', '1:05', '9:59', '10m', '1h', '3d'])
    expect(waitTime(new Date(second.value + 5_000).toISOString())).toBe('0:00')
  })
})

describe('snooze', () => {
  const names = (from: Date) => snoozeChoices(from).map((choice) => choice.id)
  test('offers usual times, all in the future', () => {
    const wednesday = new Date(2026, 9, 14, 10, 7)
    expect(names(wednesday)).toEqual(['later', 'tomorrow', 'monday'])
    expect(snoozeChoices(wednesday).every((choice) => choice.at > wednesday)).toBe(true)
    expect(snoozeChoices(wednesday)[0]?.at).toEqual(new Date(2026, 9, 14, 13, 30))
    expect(snoozeChoices(wednesday)[2]?.at).toEqual(new Date(2026, 9, 19, 9))
  })
  test('late in the evening there is no later today; on Sunday tomorrow is Monday', () => {
    expect(names(new Date(2026, 9, 14, 22))).toEqual(['evening', 'tomorrow', 'monday'])
    expect(names(new Date(2026, 9, 18, 10))).toEqual(['later', 'tomorrow'])
  })
  test('on Monday the next Monday is a week away', () => {
    expect(snoozeChoices(new Date(2026, 9, 19, 10)).at(-1)?.at).toEqual(new Date(2026, 9, 26, 9))
  })
})
