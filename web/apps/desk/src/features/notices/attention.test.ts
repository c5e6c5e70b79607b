import { expect, test } from 'vitest'
import type { Notice } from './api'
import { Called, titleWith } from './attention'

const notice = (id: string, seq: number, readAt?: string) => ({ id, seq, ...(readAt ? { readAt } : {}) }) as Notice

test('what waited before the first look is not news', () => {
  const called = new Called()
  expect(called.fresh([notice('a', 1)])).toEqual([])
  expect(called.fresh([notice('a', 1), notice('b', 1)]).map((one) => one.id)).toEqual(['b'])
})
test('a notice calls again when it moved forward, not when it was read', () => {
  const called = new Called()
  called.fresh([])
  expect(called.fresh([notice('a', 1)])).toHaveLength(1)
  expect(called.fresh([notice('a', 1)])).toHaveLength(0)
  expect(called.fresh([notice('a', 2)])).toHaveLength(1)
  expect(called.fresh([notice('a', 3, 'now')])).toHaveLength(0)
})
test('the title carries the count once', () => {
  expect(titleWith(3, 'Inbox')).toBe('(3) Inbox')
  expect(titleWith(5, '(3) Inbox')).toBe('(5) Inbox')
  expect(titleWith(0, '(99+) Inbox')).toBe('Inbox')
  expect(titleWith(120, 'Inbox')).toBe('(99+) Inbox')
})
