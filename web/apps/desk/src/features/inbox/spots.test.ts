import { QueryObserver } from '@tanstack/vue-query'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { queryClient } from '@/shell/api'
import type { Query, Row } from './api'
import { flushChanges, keys, rowsChanged } from './cache'
import type { Pages } from './rows'
import { Spots } from './spots'

const query: Query = { view: 'all', sort: 'newest' }
const row = (id: string, more: Partial<Row> = {}) => ({ id, version: 1, seq: 2, publicSeq: 2, status: 'open', channelId: 'chn_1', tagIds: [], lastEntryAt: '2026-03-02T10:00:00Z', ...more }) as Row
const queueOf = (id: string) => queryClient.getQueryData<Pages>(keys.list(query))?.pages[0]?.items.find((one) => one.id === id)?.queueId
let asked: string[][] = []
let answer: Record<string, string> = {}
const spots = () =>
  new Spots((ids) => {
    asked.push([...ids])
    return Promise.resolve({ items: ids.flatMap((id) => (answer[id] ? [{ conversationId: id, queueId: answer[id], queueRank: 7 }] : [])) })
  })

beforeEach(() => {
  setActivePinia(createPinia())
  queryClient.clear()
  asked = []
  answer = {}
  queryClient.setQueryData<Pages>(keys.list(query), { pages: [{ items: [row('a', { queueId: 'que_1', queueRank: 1 }), row('b'), row('c', { status: 'resolved' })] }], pageParams: [undefined] })
  new QueryObserver(queryClient, { queryKey: keys.list(query), queryFn: () => new Promise<Pages>(() => {}), staleTime: Infinity }).subscribe(() => {})
})

describe('where rows stand', () => {
  test('is asked for where the list did not say it, a few times, and written into the list', async () => {
    const look = spots()
    await look.look()
    answer = { b: 'que_2' }
    await look.look()
    await look.look()
    flushChanges()
    expect(asked).toEqual([['b'], ['b']])
    expect([queueOf('a'), queueOf('b')]).toEqual(['que_1', 'que_2'])
  })
  test('is not asked for again because the customer wrote, but when something happened inside', async () => {
    const look = spots()
    await look.look()
    rowsChanged([row('a', { version: 2, seq: 3, publicSeq: 3 })])
    flushChanges()
    expect(queueOf('a')).toBe('que_1') // a frame does not say it, and takes nothing away
    answer = { a: 'que_3', b: 'que_2' }
    await look.look()
    expect(asked.at(-1)).toEqual(['b'])
    rowsChanged([row('a', { version: 3, seq: 4, publicSeq: 3 })])
    flushChanges()
    await look.look()
    flushChanges()
    expect(asked.at(-1)).toEqual(['a'])
    expect(queueOf('a')).toBe('que_3')
  })
  test('is asked for when something happened before anybody looked', async () => {
    const look = spots()
    answer = { a: 'que_3', b: 'que_2' }
    rowsChanged([row('a', { version: 2, seq: 3, publicSeq: 2 })])
    flushChanges()
    expect(queueOf('a')).toBe('que_1')
    await look.look()
    flushChanges()
    expect([asked.map((ids) => ids.sort()), queueOf('a')]).toEqual([[['a', 'b']], 'que_3'])
    await look.look()
    expect(asked).toHaveLength(1)
  })
  test('one that nobody answers for is let go after a while', async () => {
    const look = spots()
    for (let i = 0; i < 6; i++) await look.look()
    expect(asked).toHaveLength(3)
  })
})
