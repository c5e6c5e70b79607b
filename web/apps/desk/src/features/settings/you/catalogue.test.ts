import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clashes, COMMANDS, type Listed } from './catalogue'

const root = join(import.meta.dirname, '../../..')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|vue)$/.test(path) && !path.includes('.test.') && !path.endsWith('catalogue.ts'))
  .map((path) => readFileSync(join(root, path), 'utf8'))
const COMMAND = /\{\s*id: '([a-z]+\.[A-Za-z]+)',\s*group: '(\w+)',\s*title: '([^']+)'(?:,\s*icon: \w+)?(?:,\s*keys: (?:'([^']*)'))?/g

test('the list of shortcuts knows every command of the code, with its keys', () => {
  const listed = new Map(COMMANDS.map((command) => [command.id, command]))
  const missing = sources
    .flatMap((source) => [...source.matchAll(COMMAND)])
    .filter(([, id, , , keys]) => id !== 'list.back' && id !== 'settings.save' && (!listed.has(id ?? '') || (keys !== undefined && listed.get(id ?? '')?.keys !== keys)))
    .map(([, id]) => id)
  expect(missing).toEqual([])
})
test('no command stands there twice', () => expect(new Set(COMMANDS.map((command) => command.id)).size).toBe(COMMANDS.length))
test('keys that are taken, or begin a sequence, are named', () => {
  const keysOf = (command: Listed) => (typeof command.keys === 'string' ? [command.keys] : (command.keys ?? []))
  const resolve = COMMANDS.find((command) => command.id === 'conversation.resolve')
  if (!resolve) throw new Error('gone')
  expect(clashes(resolve, 'r', keysOf).map((other) => other.id)).toEqual(['conversation.reply'])
  expect(clashes(resolve, 'e', keysOf)).toEqual([])
  expect(clashes(resolve, 'g', keysOf).length).toBeGreaterThan(5)
  expect(clashes(resolve, 'r x', keysOf).map((other) => other.id)).toEqual(['conversation.reply'])
})
test('as delivered, no key is taken twice where both commands can be given', () => {
  const keysOf = (command: Listed) => (typeof command.keys === 'string' ? [command.keys] : (command.keys ?? []))
  const doubles = COMMANDS.filter((command) => command.group === 'conversation').flatMap((command) => keysOf(command).flatMap((keys) => clashes(command, keys, keysOf).map((other) => `${keys}: ${command.id}, ${other.id}`)))
  expect(doubles).toEqual([])
})
