import { expect, test } from 'vitest'
import { marked, type Match } from './moderation'

const at = (start: number, end: number, action: Match['action'], note?: string): Match => ({ start, end, word: 'x', action, ...(note ? { note } : {}) })

test('cuts a text at its words, by characters', () => {
  expect(marked('😀请加微信', [at(2, 5, 'block')])).toEqual([{ text: '😀请' }, { text: '加微信', action: 'block' }])
})

test('the strictest action wins where words overlap', () => {
  expect(marked('加微信号', [at(0, 3, 'warn', 'why'), at(1, 4, 'block')])).toEqual([
    { text: '加', action: 'warn', note: 'why' },
    { text: '微信号', action: 'block' },
  ])
})

test('a text without words is one piece, and places behind its end are harmless', () => {
  expect(marked('您好', [])).toEqual([{ text: '您好' }])
  expect(marked('您好', [at(1, 9, 'report')])).toEqual([{ text: '您' }, { text: '好', action: 'report' }])
})
