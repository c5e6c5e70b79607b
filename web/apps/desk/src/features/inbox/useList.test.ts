import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { defineComponent, ref } from 'vue'
import type { Query, Row } from './api'
import { keys } from './cache'
import type { Pages } from './rows'
import { writing, wrote } from './state'
import { PINNED, useList } from './useList'

const query: Query = { view: 'all', sort: 'newest' }
const row = (id: string, minute: number) => ({ id, lastEntryAt: new Date(Date.UTC(2026, 9, 14, 8, minute)).toISOString() }) as Row

const host = (take: (list: ReturnType<typeof useList>) => void) => defineComponent({ setup: () => (take(useList(ref(query))), () => null) })

test('rows keep their places while somebody writes, and what is new waits', async () => {
  vi.useFakeTimers()
  const client = new QueryClient()
  const put = (...items: Row[]) => client.setQueryData<Pages>(keys.list(query), { pages: [{ items }], pageParams: [undefined] })
  put(row('b', 2), row('a', 1))
  client.setQueryData<Pages>(keys.list(PINNED), { pages: [{ items: [] }], pageParams: [undefined] })
  let list!: ReturnType<typeof useList>
  const view = mount(host((now) => (list = now)), { global: { plugins: [[VueQueryPlugin, { queryClient: client }]] } })
  const ids = async () => {
    await flushPromises()
    await vi.advanceTimersByTimeAsync(0)
    return list.rows.value.map((one) => one.id)
  }
  expect(await ids()).toEqual(['b', 'a'])
  wrote(true)
  await ids()
  put(row('c', 4), row('a', 3), row('b', 2))
  expect(await ids()).toEqual(['b', 'a'])
  expect(list.waiting.value).toBe(2)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(writing.value).toBe(false)
  expect(await ids()).toEqual(['c', 'a', 'b'])
  wrote(true)
  await ids()
  wrote(false)
  put(row('d', 5), row('c', 4), row('a', 3), row('b', 2))
  expect(await ids()).toEqual(['d', 'c', 'a', 'b'])
  view.unmount()
  vi.useRealTimers()
})

test('rows keep their places under a pointer, and go to theirs when it has left', async () => {
  const client = new QueryClient()
  const put = (...items: Row[]) => client.setQueryData<Pages>(keys.list(query), { pages: [{ items }], pageParams: [undefined] })
  put(row('b', 2), row('a', 1))
  client.setQueryData<Pages>(keys.list(PINNED), { pages: [{ items: [] }], pageParams: [undefined] })
  let list!: ReturnType<typeof useList>
  const view = mount(host((now) => (list = now)), { global: { plugins: [[VueQueryPlugin, { queryClient: client }]] } })
  const ids = async () => {
    await flushPromises()
    await new Promise((done) => setTimeout(done))
    return list.rows.value.map((one) => one.id)
  }
  await ids()
  list.point(true)
  put(row('c', 3), row('b', 2), row('a', 1))
  expect(await ids()).toEqual(['b', 'a'])
  expect(list.waiting.value).toBe(1)
  list.release()
  expect(await ids()).toEqual(['c', 'b', 'a'])
  put(row('a', 4), row('c', 3), row('b', 2))
  expect(await ids()).toEqual(['c', 'b', 'a'])
  list.point(false)
  expect(await ids()).toEqual(['a', 'c', 'b'])
  view.unmount()
})
