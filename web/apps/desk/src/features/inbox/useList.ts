import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { listConversations, type Query, type Row } from './api'
import { keys } from './cache'
import { flatten, heldRows, hold, type Held } from './rows'
import { writing } from './state'

/**
 * The rows of one list. While the reader is not at the top, or writes, rows keep their places: what is new waits behind a pill
 * (`waiting`) until it is asked for or the reader comes back to the top.
 */
export function useList(query: Ref<Query>) {
  const list = useInfiniteQuery({
    queryKey: computed(() => keys.list(query.value)),
    queryFn: ({ pageParam, signal }) => listConversations(query.value, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next || undefined,
    // The socket keeps it fresh; it is read again when the socket could not go on.
    staleTime: 5 * 60_000,
    // Ten thousand rows behind deep proxies would be felt while scrolling; rows are replaced, never changed.
    shallow: true,
    structuralSharing: false,
  })
  const live = computed<Row[]>(() => flatten(list.data.value?.pages ?? []))

  const held = shallowRef<Held | null>(null)
  const atTop = ref(true)
  const shown = computed(() => (held.value ? heldRows(held.value, live.value) : { rows: live.value, waiting: 0 }))

  function release() {
    held.value = atTop.value ? null : hold(live.value)
  }
  function setAtTop(now: boolean) {
    atTop.value = now
    if (now) held.value = null
    else held.value ??= hold(live.value)
  }
  watch(writing, (on) => {
    if (on) held.value ??= hold(live.value)
    else if (atTop.value) held.value = null
  })
  watch(query, () => {
    held.value = null
    atTop.value = true
  })

  return {
    rows: computed(() => shown.value.rows),
    waiting: computed(() => shown.value.waiting),
    loading: computed(() => list.isPending.value),
    loadingMore: list.isFetchingNextPage,
    error: computed(() => (list.data.value ? null : list.error.value)),
    complete: computed(() => !list.hasNextPage.value),
    more: () => {
      if (list.hasNextPage.value && !list.isFetchingNextPage.value) void list.fetchNextPage()
    },
    retry: () => list.refetch(),
    setAtTop,
    release,
  }
}
