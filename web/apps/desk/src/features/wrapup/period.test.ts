import { expect, test } from 'vitest'
import { dayIn, shift, spanOf } from './period'

test('a day depends on the zone', () => {
  const at = new Date('2026-03-01T20:00:00Z')
  expect([dayIn('Asia/Shanghai', at), dayIn('UTC', at)]).toEqual(['2026-03-02', '2026-03-01'])
})
test('periods end today', () => {
  expect(shift('2026-03-01', -1)).toBe('2026-02-28')
  expect(spanOf('week', '2026-03-03')).toEqual({ from: '2026-02-25', to: '2026-03-03' })
  expect(spanOf('today', '2026-03-03')).toEqual({ from: '2026-03-03', to: '2026-03-03' })
})
