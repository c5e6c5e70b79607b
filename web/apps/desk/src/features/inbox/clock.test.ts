import { setLocale } from '@frontdesk/i18n'
import { beforeAll, describe, expect, test } from 'vitest'
import { now, snoozeChoices, waiting } from './clock'

beforeAll(() => setLocale('en'))

describe('waiting', () => {
  test('says how long and how bad', () => {
    now.value = Date.UTC(2026, 9, 14, 12)
    const since = (minutes: number) => new Date(now.value - minutes * 60_000).toISOString()
    expect(waiting(undefined)).toBeUndefined()
    expect(waiting(since(0.5))).toBeUndefined()
    expect(waiting(since(3))).toEqual({ text: 'Waiting 3m', short: '3m', tone: 'neutral' })
    expect(waiting(since(12))?.tone).toBe('warn')
    expect(waiting(since(90))).toEqual({ text: 'Waiting 1h', short: '1h', tone: 'bad' })
    expect(waiting(since(60 * 72))?.text).toBe('Waiting 3d')
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
