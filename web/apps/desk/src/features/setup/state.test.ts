import { expect, test } from 'vitest'
import { readProgress, suggestSlug } from './state'

test.each([
  ['Lantern Home', 'lantern-home'],
  ['灯塔家居 Lantern', 'lantern'],
  ['灯塔家居', 'support'],
  ['Café & Co.', 'cafe-co'],
  ['x'.repeat(60), 'x'.repeat(40)],
  [' - ', 'support'],
])('%s suggests %s', (name, slug) => expect(suggestSlug(name)).toBe(slug))

test('only progress is taken for progress', () => {
  expect(readProgress('{"step":"install","channelId":"chn_1"}')).toEqual({ step: 'install', channelId: 'chn_1' })
  expect([readProgress(null), readProgress(''), readProgress('{'), readProgress('{"step":"moon"}'), readProgress('7')]).toEqual(Array(5).fill(undefined))
})
