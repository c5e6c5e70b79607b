import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const lock = JSON.parse(readFileSync(`${import.meta.dirname}/../package-lock.json`, 'utf8')) as {
  packages: Record<string, { resolved?: string; link?: boolean; integrity?: string; inBundle?: boolean }>
}

test('the lock names no address and pins every package by its hash', () => {
  const foreign = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'))
  expect(foreign.filter(([, entry]) => !entry.link && entry.resolved).map(([path]) => path)).toEqual([])
  expect(foreign.filter(([, entry]) => !entry.link && !entry.inBundle && !entry.integrity).map(([path]) => path)).toEqual([])
})
