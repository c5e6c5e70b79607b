import { loadMoreWords, setLocale, t } from '@frontdesk/i18n'
import { beforeAll, expect, test } from 'vitest'
import type { Version } from './api'
import { KINDS } from './kinds'
import { inOrder, labelOf, listDiff, summary, valueOf } from './words'

beforeAll(async () => {
  await setLocale('en')
  await loadMoreWords()
})
const names = (id: string) => ({ tem_1: 'Night shift', usr_1: 'Ann' })[id]
const rights = (permission: string) => (permission === 'customer.read' ? { name: 'See customers', scoped: false } : undefined)
const version = (kind: string, fields: Version['fields'], rest: Partial<Version> = {}): Version => ({
  id: 'hst_1', kind, subjectId: 'x', version: 2, at: '2026-03-01T08:00:00Z', by: { kind: 'user', id: 'usr_1' }, action: 'changed', fields, touched: [], ...rest,
})

test('every label of every kind is a sentence', () => {
  for (const kind of Object.values(KINDS)) for (const key of [kind.title, ...Object.values(kind.fields)]) expect(t(key)).not.toBe(key)
})
test('fields are called what the form calls them, in its order', () => {
  const changed = version('channel', [{ path: ['settings', 'rating'] }, { path: ['future'] }, { path: ['name'] }, { path: ['settings', 'appearance', 'colour'] }])
  expect(inOrder(changed).map((field) => labelOf('channel', field.path, rights))).toEqual(['Name', 'Brand colour', 'Rating', 'future'])
  expect(labelOf('role', ['grants', 'customer.read'], rights)).toBe('See customers')
  expect(labelOf('unheard', ['a', 'b'], rights)).toBe('a.b')
})
test('values are said as people read them', () => {
  const say = (kind: string, path: string, value: unknown) => valueOf(kind, path.split('.'), value, names)
  expect(say('channel', 'settings.appearance.position', 'left')).toBe('Left')
  expect(say('channel', 'settings.appearance.language', 'auto')).toBe('The visitor’s')
  expect(say('channel', 'settings.appearance.language', 'zh-CN')).toMatch(/Chinese/)
  expect(say('channel', 'settings.defaultTeamId', 'tem_1')).toBe('Night shift')
  expect([say('channel', 'settings.defaultTeamId', 'tem_9'), say('team', 'memberIds', ['usr_1', 'usr_9'])]).toEqual(['deleted meanwhile', 'Ann · Somebody who left'])
  expect([say('channel', 'enabled', false), say('channel', 'settings.attention.warnAfter', 90), say('channel', 'settings.attention.warnAfter', 0)]).toEqual(['Off', '1m 30s', 'never'])
  expect([say('role', 'grants.customer.read', 'own'), say('role', 'grants.customer.read', undefined)]).toEqual(['Own', 'None'])
  expect([valueOf('role', ['grants', 'customer.read'], 'all', names, rights), valueOf('role', ['grants', 'customer.read'], undefined, names, rights)]).toEqual(['Yes', 'No'])
  expect(say('calendar', 'hours.monday', [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '18:00' }])).toBe('09:00–12:00 · 13:00–18:00')
  expect(say('calendar', 'exceptions', [{ date: '2026-10-01', name: 'National Day', hours: [] }])).toBe('2026-10-01 National Day closed')
})
test('a list tells what came and went, and a new order as a whole', () => {
  const field = (before: unknown, after: unknown) => ({ path: ['settings', 'allowedOrigins'], before, after })
  expect(listDiff('channel', field(['a', 'b'], ['b', 'c']), names)).toEqual({ added: ['c'], dropped: ['a'] })
  expect(listDiff('channel', field(undefined, ['c']), names)).toEqual({ added: ['c'], dropped: [] })
  expect([listDiff('channel', field(['a', 'b'], ['b', 'a']), names), listDiff('channel', field('a', 'b'), names)]).toEqual([undefined, undefined])
})
test('a version is one line', () => {
  expect(summary(version('tag', [], { action: 'created' }), rights)).toBe('Created')
  expect(summary(version('webhook', [{ path: ['host'] }], { touched: ['url', 'secret'] }), rights)).toBe('Changed: Receiver · Address · Signing secret')
  const many = ['name', 'description', 'a', 'b', 'c'].map((each) => ({ path: [each] }))
  expect(summary(version('team', many), rights)).toBe('Changed: Name · What for · a · 2 more')
})
