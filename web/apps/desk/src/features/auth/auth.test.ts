import { Problem } from '@frontdesk/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { linkToken, refusal, safeNext } from './api'
import { useCountdown } from './useCountdown'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a refused sign-in is a step, a wait or a sentence', () => {
  const wrong = new Problem(401, 'identity.sign_in', 'wrong')
  expect(refusal(new Problem(401, 'identity.code_needed', ''))).toEqual({ kind: 'code' })
  expect(refusal(new Problem(429, 'identity.locked', '', [], undefined, { seconds: 12.2 }))).toEqual({ kind: 'locked', seconds: 13 })
  expect(refusal(new Problem(429, 'http.busy', '')).kind).toBe('wrong')
  expect(refusal(wrong)).toEqual({ kind: 'wrong', error: wrong })
})

test.each([
  ['/settings/tags?x=1', '/settings/tags?x=1'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('after signing in, %j leads to %s', (next, to) => expect(safeNext(next)).toBe(to))

test('the secret of a link survives what mail programs do to it', () => {
  expect([linkToken('#fdl_abc'), linkToken('#fdl%5Fabc%20'), linkToken(''), linkToken('#%')]).toEqual(['fdl_abc', 'fdl_abc', '', ''])
})

test('the wait counts down, also while the tab sleeps', () => {
  const scope = effectScope()
  const { left, start } = scope.run(() => useCountdown())!
  start(3)
  expect(left.value).toBe(3)
  vi.advanceTimersByTime(1100)
  expect(left.value).toBe(2)
  vi.advanceTimersByTime(60_000)
  expect([left.value, vi.getTimerCount()]).toEqual([0, 0])
  scope.stop()
})
