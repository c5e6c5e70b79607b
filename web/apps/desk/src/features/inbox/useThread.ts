import { Problem } from '@frontdesk/client'
import { useQuery } from '@tanstack/vue-query'
import { computed, nextTick, onScopeDispose, ref, watch, type Ref } from 'vue'
import { queryClient } from '@/shell/api'
import { live, liveStatus } from '@/shell/live'
import { entriesAround, getConversation, listEntries, type Row } from './api'
import { BLOCK, blockOf, rangesOf } from './blocks'
import { entriesArrived, findRow, keys, rowsChanged, touchThread } from './cache'
import { addEntries } from './lines'
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

  /** Blocks that are being read, and those that could not be. */
  const asked = new Set<string>()
  const failed = ref(new Set<number>())
  watch(id, () => (failed.value = new Set()))

  /** Reads what is missing of these blocks; false when that fails. */
  async function load(blocks: readonly number[], again = false): Promise<boolean> {
    const now = id.value
    const data = thread.data.value
    if (!now || !data) return false
    const have = new Map<number, number>()
    for (const { seq } of data.entries) have.set(blockOf(seq), (have.get(blockOf(seq)) ?? 0) + 1)
    const last = lastSeq(data)
    const missing = (index: number) => !asked.has(`${now}/${index}`) && (have.get(index) ?? 0) < Math.min(BLOCK, last - index * BLOCK)
    const wanted = blocks.filter((index) => missing(index) && (again || !failed.value.has(index)))
    const done = await Promise.all(rangesOf(wanted, missing).map(async ({ after, limit }) => {
      const inside = Array.from({ length: limit / BLOCK }, (_, i) => after / BLOCK + i)
      for (const index of inside) asked.add(`${now}/${index}`)
      try {
        const page = await listEntries(now, { after, limit })
        queryClient.setQueryData<Thread>(keys.thread(now), (old) => old && addEntries(old, page.items))
        if (again) failed.value = new Set([...failed.value].filter((index) => !inside.includes(index)))
        return true
      } catch {
        if (now === id.value) failed.value = new Set([...failed.value, ...inside])
        return false
      } finally {
        for (const index of inside) asked.delete(`${now}/${index}`)
      }
    }))
    return done.every(Boolean)
  }

  /** Loads what stands around an entry; false when that fails. */
  async function reach(seq: number): Promise<boolean> {
    const data = thread.data.value
    if (!data || seq > lastSeq(data)) return false
    const index = blockOf(seq)
    return load([index - 1, index, index + 1].filter((each) => each >= 0 && each <= blockOf(lastSeq(data))), true)
  }

  /** The number of the first entry at a moment or after it, with what stands around it loaded. */
  async function reachTime(at: Date): Promise<number | undefined> {
    const now = id.value
    if (!now) return undefined
    const { seq, items } = await entriesAround(now, at)
    // Only whole blocks: a half one would grow under the reader's eyes.
    const first = items[0]?.seq ?? 1
    const last = items[items.length - 1]?.seq ?? 0
    const whole = items.filter((entry) => blockOf(entry.seq) * BLOCK + 1 >= first && (blockOf(entry.seq) + 1) * BLOCK <= last)
    queryClient.setQueryData<Thread>(keys.thread(now), (old) => old && addEntries(old, whole))
    await nextTick()
    return (await reach(seq)) ? seq : undefined
  }

  return {
    load,
    failed,
    reach,
    reachTime,
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
