import { Problem } from '@frontdesk/client'
import { useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, watch, type Ref } from 'vue'
import { queryClient } from '@/shell/api'
import { live, liveStatus } from '@/shell/live'
import { getConversation, listEntries, type Row } from './api'
import { entriesArrived, findRow, keys, rowsChanged, touchThread } from './cache'
import { lastSeq, type Thread } from './thread'

const PAGE = 50

/** One conversation with its timeline, followed on the socket while it is open. */
export function useThread(id: Ref<string | undefined>) {
  const enabled = computed(() => !!id.value)
  const head = useQuery({
    queryKey: computed(() => keys.conversation(id.value ?? '')),
    queryFn: () => getConversation(id.value ?? ''),
    placeholderData: () => (id.value ? findRow(id.value) : undefined),
    enabled,
  })
  const thread = useQuery({
    queryKey: computed(() => keys.thread(id.value ?? '')),
    queryFn: async (): Promise<Thread> => ({ entries: (await listEntries(id.value ?? '', { limit: PAGE })).items }),
    enabled,
    // The socket brings what follows; a thread from the cache goes on from its last entry.
    staleTime: Infinity,
    shallow: true,
    structuralSharing: false,
  })

  let followed: string | undefined
  function unfollow() {
    if (followed) live.close(followed)
    followed = undefined
  }
  watch(
    [id, () => thread.data.value !== undefined && thread.data.value],
    ([now, data]) => {
      if (now === followed && now) return
      unfollow()
      if (!now || !data) return
      followed = now
      touchThread(now)
      live.open(now, lastSeq(data as Thread))
    },
    { immediate: true },
  )
  /** Reads it again where the socket could not go on, then follows from there. */
  const stop = live.on({
    reset: async ({ stream }) => {
      if (stream !== followed) return
      await Promise.all([thread.refetch(), head.refetch()])
      // Who may not read it any more is told so by the page, and asks no more.
      if (stream === followed && thread.data.value && !thread.error.value && !head.error.value) live.open(stream, lastSeq(thread.data.value))
    },
  })
  // Without a socket the open thread is asked for now and then, so that nobody waits unseen.
  const poll = setInterval(() => {
    if (id.value && liveStatus.value !== 'online' && !document.hidden) void refreshTail(id.value)
  }, 15_000)
  onScopeDispose(() => {
    unfollow()
    stop()
    clearInterval(poll)
  })

  return {
    row: computed<Row | undefined>(() => head.data.value),
    entries: computed(() => thread.data.value?.entries ?? []),
    loading: computed(() => enabled.value && thread.isPending.value),
    /** What was read stays through a failure, but not when one may not read it any more. */
    error: computed(() => (thread.data.value && head.data.value && !(head.error.value instanceof Problem && head.error.value.status === 404) ? null : (thread.error.value ?? head.error.value))),
    retry: () => Promise.all([thread.refetch(), head.refetch()]),
  }
}

async function refreshTail(id: string) {
  const thread = queryClient.getQueryData<Thread>(keys.thread(id))
  if (!thread) return
  try {
    const [page, row] = await Promise.all([listEntries(id, { after: lastSeq(thread), limit: PAGE }), getConversation(id)])
    entriesArrived(id, page.items)
    rowsChanged([row])
  } catch {
    // The bar at the top says that there is no connection.
  }
}
