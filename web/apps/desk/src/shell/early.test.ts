import { afterEach, expect, test, vi } from 'vitest'
import { expectField } from './early'

afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})
function press(key: string, more: KeyboardEventInit = {}): boolean {
  return document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
}

test('letters typed before the field has come are written into it', () => {
  const seen: string[] = []
  const commands = (event: KeyboardEvent) => void seen.push(event.key)
  document.addEventListener('keydown', commands)
  expectField()
  expect([press('e'), press('x'), press('k', { ctrlKey: true }), press('Escape')]).toEqual([false, false, true, true])
  expect(seen).toEqual(['k', 'Escape'])

  const field = document.createElement('input')
  const told = vi.fn()
  field.addEventListener('input', told)
  document.body.append(field)
  field.focus()
  expect(field.value).toBe('ex')
  expect(told).toHaveBeenCalledOnce()
  expect(press('e')).toBe(true)
  document.removeEventListener('keydown', commands)
})

test('when no field comes, keys are commands again', () => {
  vi.useFakeTimers()
  expectField()
  expect(press('e')).toBe(false)
  vi.advanceTimersByTime(3_000)
  expect(press('e')).toBe(true)
})
