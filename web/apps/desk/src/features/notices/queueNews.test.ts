import { loadMoreWords, setLocale } from '@frontdesk/i18n'
import { beforeAll, expect, test } from 'vitest'
import { figuresOf, newsIn } from './queueNews'

beforeAll(async () => {
  await setLocale('en')
  await loadMoreWords()
})
test('a queue that has passed thresholds names each of them', () => {
  expect(figuresOf({ id: 'que_1', name: 'Shop', signs: [{ of: 'waiting', now: 12, limit: 10 }, { of: 'longest', now: 95, limit: 60 }, { of: 'share', now: 0.7, limit: 0.8 }] })).toBe(
    'More than 10 waiting · Waiting longer than 1m · Service level 70%, below 80%',
  )
})
test('a deleted queue says how much went where', async () => {
  expect(await newsIn({ id: 'que_1', name: 'Shop', moved: 4, to: 'General' })).toBe('A queue was deleted: 4 conversations moved to General')
})
test('a score that fails says who gets the work', async () => {
  expect(await newsIn({ id: 'que_1', name: 'Shop', score: true })).toBe('A queue’s own score could not be worked out: Given to the least busy meanwhile')
})
