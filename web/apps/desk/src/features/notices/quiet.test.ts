import { expect, test } from 'vitest'
import { quietFor } from './quiet'

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`)
const night = { on: true, from: '22:00', to: '08:00' }

test('quiet hours go over midnight', () => {
  expect(quietFor(night, at('21:59'), 'UTC')).toBe(0)
  expect(quietFor(night, at('22:00'), 'UTC')).toBe(600)
  expect(quietFor(night, at('07:59'), 'UTC')).toBe(1)
  expect(quietFor(night, at('08:00'), 'UTC')).toBe(0)
  expect(quietFor({ on: true, from: '12:00', to: '13:30' }, at('12:30'), 'UTC')).toBe(60)
})
test('they are those of their own zone, or of the person', () => {
  expect(quietFor(night, at('15:00'), 'Asia/Shanghai')).toBe(540)
  expect(quietFor({ ...night, timezone: 'Europe/Berlin' }, at('15:00'), 'Asia/Shanghai')).toBe(0)
})
test('switched off there are none', () => {
  expect(quietFor({ ...night, on: false }, at('23:00'), 'UTC')).toBe(0)
  expect(quietFor(undefined, at('23:00'), 'UTC')).toBe(0)
})
