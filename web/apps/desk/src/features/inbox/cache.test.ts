import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { queryClient } from '@/shell/api'
import type { Entry, Query, Row } from './api'
import { entriesArrived, findRow, flushChanges, keys, markDraft, patchRow, rowsChanged } from './cache'
import type { Pages } from './rows'
import type { Thread } from './thread'

const query: Query = { view: 'all', sort: 'newest' }
const row = (id: string, version: number, more: Partial<Row> = {}) =>
  ({ id, version, status: 'open', channelId: 'chn_1', tagIds: [], lastEntryAt: new Date(version * 1000).toISOString(), ...more }) as Row
const list = () => queryClient.getQueryData<Pages>(keys.list(query))?.pages[0]?.items ?? []

beforeEach(() => {
  setActivePinia(createPinia())
  queryClient.clear()
  queryClient.setQueryData<Pages>(keys.list(query), { pages: [{ items: [row('a', 2), row('b', 1)] }], pageParams: [undefined] })
})

describe('live patches', () => {
  test('many frames become one write', async () => {
    const writes = vi.spyOn(queryClient, 'setQueryData')
    for (let version = 3; version < 53; version++) rowsChanged([row('b', version)])
    expect(writes).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(list()[0]?.version).toBe(52))
    expect(writes.mock.calls.filter(([key]) => (key as readonly unknown[])[1] === 'list')).toHaveLength(1)
  })
  test('what comes right after a write waits a moment', async () => {
    rowsChanged([row('b', 3)])
    flushChanges()
    rowsChanged([row('b', 4)])
    await new Promise((frame) => requestAnimationFrame(frame))
    expect(list()[0]?.version).toBe(3)
    await vi.waitFor(() => expect(list()[0]?.version).toBe(4))
  })
  test('a frame older than the answer of an action changes nothing', () => {
    queryClient.setQueryData(keys.conversation('a'), row('a', 9, { status: 'resolved' }))
    rowsChanged([row('a', 8)])
    flushChanges()
    expect(list().map((one) => one.id)).toEqual(['b'])
  })
  test('entries go to their thread only', () => {
    queryClient.setQueryData<Thread>(keys.thread('a'), { entries: [{ seq: 1 } as Entry] })
    entriesArrived('a', [{ seq: 2 } as Entry])
    entriesArrived('b', [{ seq: 1 } as Entry])
    flushChanges()
    expect(queryClient.getQueryData<Thread>(keys.thread('a'))?.entries).toHaveLength(2)
    expect(queryClient.getQueryData(keys.thread('b'))).toBeUndefined()
  })
})

describe('optimistic change', () => {
  test('leaves the list at once and comes back when refused', () => {
    const back = patchRow('a', { status: 'resolved' })
    expect(list().map((one) => one.id)).toEqual(['b'])
    queryClient.setQueryData(keys.conversation('a'), row('a', 2, { status: 'resolved' }))
    back()
    expect(list().map((one) => one.id)).toEqual(['a', 'b'])
  })
  test('does not undo what somebody else did meanwhile', () => {
    queryClient.setQueryData(keys.conversation('a'), row('a', 2))
    const back = patchRow('a', { assigneeId: 'usr_me' })
    rowsChanged([row('a', 3, { assigneeId: 'usr_other' })])
    flushChanges()
    back()
    expect(findRow('a')?.assigneeId).toBe('usr_other')
  })
  test('marks a draft in the list', () => {
    markDraft('b', true)
    expect(list()[1]?.hasDraft).toBe(true)
    const before = queryClient.getQueryData(keys.list(query))
    markDraft('b', true)
    expect(queryClient.getQueryData(keys.list(query))).toBe(before)
  })
})
