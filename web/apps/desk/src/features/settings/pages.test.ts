import type { PlainKey } from '@frontdesk/i18n'
import { expect, test } from 'vitest'
import more from '../../../../../packages/i18n/locales/en/more'
import type { Session } from '@/shell/session'
import { ICONS } from './icons'
import { findPages, mayOpen, pages, wordsOf } from './pages'

const session = (permissions: Record<string, 'all'>, demo = false) => ({ permissions, workspace: { demo } }) as unknown as Session
const open = (who: Session | null) => pages.filter((page) => mayOpen(page, who)).map((page) => page.path)

test('who may nothing still has an own account', () => {
  expect(open(null)).toEqual([])
  expect(open(session({}))).toEqual(['profile', 'preferences', 'notifications', 'shortcuts', 'security'])
})
test('sample data is offered only where there is some', () => {
  const all = { 'workspace.manage': 'all' } as const
  expect([open(session(all)).includes('sample'), open(session(all, true)).includes('sample')]).toEqual([false, true])
})
test('a page is found by what it holds, every word counts', () => {
  const read = (key: PlainKey) => ({ 'settings.security': '安全', 'settings.security.words': '两步验证 password' })[key as string] ?? 'other'
  expect(findPages('PASSWORD 两步', pages, read).map((page) => page.path)).toEqual(['security'])
  expect(findPages('password nothing', pages, read)).toEqual([])
  expect(findPages('  ', pages, read)).toHaveLength(pages.length)
})
test('every page has its icon', () => expect(pages.filter((page) => !ICONS[page.path]).map((page) => page.path)).toEqual([]))
test('every page has words that it is found by', () => {
  const areas = more as unknown as Record<string, Record<string, string>>
  const known = (key: string) => areas[key.split('.')[0] ?? '']?.[key.split('.').slice(1).join('.')]
  expect(pages.filter((page) => !known(wordsOf(page))).map((page) => page.path)).toEqual([])
})
