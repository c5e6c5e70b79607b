import { expect, test } from 'vitest'
import { byGroup, levelOf, mayGrant, withLevel } from './matrix'

const entry = (permission: string, group: string, levels = ['all']) => ({ permission, group, levels, en: permission, zh: permission })

test('groups come in the order of the page, unknown ones last', () => {
  const groups = byGroup([entry('x.y', 'new'), entry('user.read', 'people'), entry('conversation.read', 'conversations'), entry('user.manage', 'people')])
  expect(groups.map(({ group, permissions }) => [group, permissions.length])).toEqual([['conversations', 1], ['people', 2], ['new', 1]])
})
test('a level is set and taken away without touching others', () => {
  const grants = { 'user.read': 'all', 'conversation.read': 'own' }
  expect(withLevel(grants, 'conversation.read', 'teams')).toEqual({ 'conversation.read': 'teams', 'user.read': 'all' })
  expect(withLevel(grants, 'conversation.read', 'none')).toEqual({ 'user.read': 'all' })
  expect(levelOf(grants, 'tag.manage')).toBe('none')
})
test('nobody gives more than they have', () => {
  const read = entry('conversation.read', 'conversations', ['own', 'teams', 'all'])
  expect([mayGrant(read, 'teams', { 'conversation.read': 'teams' }), mayGrant(read, 'all', { 'conversation.read': 'teams' }), mayGrant(read, 'none', {})]).toEqual([true, false, true])
  expect(mayGrant(entry('tag.manage', 'customers'), 'own', { 'tag.manage': 'all' })).toBe(false)
})
