import { expect, test } from 'vitest'
import type { Entry } from './api'
import { quoteFor, quoteOf, setQuote, takeQuote } from './quoting'
import { rightsTo } from './rewrites'

const entry = (more: Partial<Entry> = {}): Entry => ({ id: 'ent_1', conversationId: 'cnv_1', seq: 2, publicSeq: 2, kind: 'message', authorKind: 'user', authorId: 'me', body: 'a\n b', createdAt: new Date().toISOString(), ...more })
const all = () => true

test('a note is offered as a quote to colleagues only', () => {
  const { publicSeq: _inside, ...inside } = entry({ kind: 'note' })
  setQuote('cnv_1', quoteOf(inside))
  expect(quoteFor('cnv_1', 'message')).toBeUndefined()
  expect(takeQuote('cnv_1', 'message')).toBeUndefined()
  expect(takeQuote('cnv_1', 'note')).toMatchObject({ kind: 'note', excerpt: 'a b' })
  expect(quoteFor('cnv_1', 'note')).toBeUndefined()
})

test.each([
  ['own and fresh', entry(), { edit: true, recall: true, history: false, quote: true }],
  ['own and old', entry({ createdAt: '2026-01-01T00:00:00Z' }), { edit: false, recall: false }],
  ['own old note', entry({ kind: 'note', createdAt: '2026-01-01T00:00:00Z' }), { edit: true, recall: false }],
  ['of somebody else', entry({ authorId: 'you' }), { edit: false, recall: false, quote: true }],
  ['recalled', entry({ recalled: true }), { edit: false, recall: false, quote: false, copy: false, history: true }],
])('%s', (_name, one, expected) => expect(rightsTo(one, 'me', all)).toMatchObject(expected))
