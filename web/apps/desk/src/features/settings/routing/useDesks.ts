import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, watch } from 'vue'
import { queryClient } from '@/shell/api'
import type { Page } from '@/shell/call'
import { getDesks, keys, putDesk, type Desk, type DeskChange } from './api'

/** The first people are read at once: as many as fit in a matrix. */
const AT_ONCE = 200

/** People with their skills, by name. */
export function useDesks(filter: () => { q?: string; teamId?: string }) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [...keys.desks, filter()]),
    queryFn: ({ pageParam }) => getDesks(filter(), pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: (last: Page<Desk>) => last.next || undefined,
    placeholderData: (before) => before,
    staleTime: 0,
  })
  const all = computed<Desk[]>(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  watch(
    () => query.data.value,
    () => {
      if (query.hasNextPage.value && all.value.length < AT_ONCE && !query.isFetchingNextPage.value) void query.fetchNextPage()
    },
  )
  return { query, all }
}

type Pages = { pages: Page<Desk>[]; pageParams: unknown[] }

/** Shows a change before it is stored, in every list that holds the person. */
export function patchDesks(id: string, change: Partial<DeskChange>): void {
  queryClient.setQueriesData<Pages>({ queryKey: keys.desks }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((desk) => (desk.userId === id ? { ...desk, ...change } : desk)) })) })
}

/** One change after the other for each person: every one needs the version that the last has made. */
const waiting = new Map<string, Promise<unknown>>()

export function saveDesk(id: string, now: () => DeskChange | undefined): Promise<unknown> {
  const next = (waiting.get(id) ?? Promise.resolve()).catch(() => {}).then(async () => {
    const desk = now()
    if (!desk) return
    const saved = await putDesk(id, { skills: desk.skills, capacity: desk.capacity, limits: desk.limits, version: desk.version })
    patchDesks(id, { version: saved.version })
  })
  waiting.set(id, next)
  return next
}
