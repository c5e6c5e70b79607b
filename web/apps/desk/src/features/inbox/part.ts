import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Entry, Page } from './api'

const SIZE = 50

/** A part of another conversation that is shown inside this one: its newest entries, and what came before when asked for. */
export function usePart(queryKey: readonly unknown[], read: (range: { before?: number; limit: number }) => Promise<Page<Entry>>, enabled: Ref<boolean>) {
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    staleTime: Infinity,
    initialPageParam: 0,
    queryFn: ({ pageParam }) => read({ ...(pageParam ? { before: pageParam } : {}), limit: SIZE }),
    getNextPageParam: ({ items }) => (items.length === SIZE && (items[0]?.seq ?? 1) > 1 ? items[0]?.seq : undefined),
  })
  return { ...query, entries: computed(() => [...(query.data.value?.pages ?? [])].reverse().flatMap((page) => page.items)) }
}
