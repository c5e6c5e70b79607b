import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { listConversations, type Query } from './api'
import { keys } from './cache'
import { now } from './clock'
import { flattener, holder } from './holding'
import { byCustomer, flatten, hold, sectioned, type Held, type Line, type Pages } from './rows'
import { grouping, writing } from './state'
import { countFilters } from './views'

/** Besides the own list: what is pinned, and what ended lately. */
export const PINNED: Query = { view: 'pinned', sort: 'newest' }
const ENDED: Query = { view: 'mine', status: 'resolved', sort: 'newest', limit: 20 }

/** The own list by attention has parts; filters and other orders make it an ordinary one. */
export const hasSections = (query: Query): boolean =>
  query.view === 'mine' && query.sort === 'attention' && !query.status && countFilters(query) === 0

/**
 * The rows of one list. While the reader is not at the top, points at a row, or writes, rows keep their places: what is new
 * waits behind a pill (`waiting`) until it is asked for or the reader has moved on.
 */
export function useList(query: Ref<Query>, ready?: Ref<boolean>) {
  const list = useInfiniteQuery({
    queryKey: computed(() => keys.list(query.value)),
    queryFn: ({ pageParam, signal }) => listConversations(query.value, pageParam, signal),
    ...(ready ? { enabled: ready } : {}),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next || undefined,
    // The socket keeps it fresh; it is read again when the socket could not go on.
    staleTime: 5 * 60_000,
    // Ten thousand rows behind deep proxies would be felt while scrolling; rows are replaced, never changed.
    shallow: true,
    structuralSharing: false,
  })
  const parts = computed(() => hasSections(query.value))
  const beside = (which: Query, enabled: Ref<boolean> | undefined) =>
    useQuery({
      queryKey: keys.list(which),
      queryFn: async ({ signal }): Promise<Pages> => ({ pages: [await listConversations(which, undefined, signal)], pageParams: [undefined] }),
      staleTime: 5 * 60_000,
      ...(enabled ? { enabled } : {}),
      shallow: true,
      structuralSharing: false,
    })
  const pinned = beside(PINNED, undefined)
  const ended = beside(ENDED, parts)
  const rowsOf = (pages: Pages | undefined) => flatten(pages?.pages ?? [])
  const pins = computed<ReadonlySet<string>>(() => new Set(rowsOf(pinned.data.value).map((row) => row.id)))

  const flat = flattener()
  const live = computed<Line[]>(() => (grouping.value ? byCustomer(ordered.value) : ordered.value))
  const ordered = computed<Line[]>(() => {
    const rows = flat(list.data.value?.pages ?? [])
    if (!parts.value) return rows
    const over = list.hasNextPage.value ? [] : rowsOf(ended.data.value)
    return sectioned(rowsOf(pinned.data.value), rows, over, now.value)
  })

  const held = shallowRef<Held | null>(null)
  const shownOf = holder()
  const atTop = ref(true)
  /** A pointer rests on the list: nothing moves away under it. */
  const pointing = ref(false)
  const holding = computed(() => !atTop.value || pointing.value || writing.value)
  const shown = computed(() => (held.value ? shownOf(held.value, live.value) : { rows: live.value, waiting: 0 }))

  watch(holding, (on) => (held.value = on ? hold(live.value) : null), { flush: 'sync' })
  /** Shows what waits; afterwards the list is held as before. */
  function release() {
    held.value = holding.value ? hold(live.value) : null
  }
  watch([query, grouping], () => {
    atTop.value = true
    pointing.value = false
    release()
  })

  return {
    rows: computed(() => shown.value.rows),
    waiting: computed(() => shown.value.waiting),
    parts,
    pins,
    loading: computed(() => list.isPending.value),
    loadingMore: list.isFetchingNextPage,
    error: computed(() => (list.data.value ? null : list.error.value)),
    complete: computed(() => !list.hasNextPage.value),
    more: () => {
      if (list.hasNextPage.value && !list.isFetchingNextPage.value) void list.fetchNextPage()
    },
    retry: () => list.refetch(),
    setAtTop: (on: boolean) => void (atTop.value = on),
    point: (on: boolean) => void (pointing.value = on),
    release,
  }
}
