import { useQuery } from '@tanstack/vue-query'
import { computed, nextTick, ref } from 'vue'
import { queryClient } from '@/shell/api'
import { entriesAround, listEntries } from './api'
import { BLOCK, blockOf, rangesOf } from './blocks'
import { keys } from './cache'
import { addEntries } from './lines'
import { lastSeq, type Thread } from './thread'

/** What is loaded of one timeline, and how more of it is read. Who opened the conversation has loaded its end. */
export function usePieces(id: string) {
  const thread = useQuery<Thread>({ queryKey: keys.thread(id), queryFn: () => ({ entries: [] }), enabled: false, shallow: true, structuralSharing: false })
  const put = (add: (old: Thread) => Thread) => queryClient.setQueryData<Thread>(keys.thread(id), (old) => old && add(old))

  /** Blocks that are being read, and those that could not be. */
  const asked = new Set<number>()
  const failed = ref(new Set<number>())

  /** Reads what is missing of these blocks; false when that fails. */
  async function load(blocks: readonly number[], again = false): Promise<boolean> {
    const data = thread.data.value
    if (!data) return false
    const have = new Map<number, number>()
    for (const { seq } of data.entries) have.set(blockOf(seq), (have.get(blockOf(seq)) ?? 0) + 1)
    const last = lastSeq(data)
    const missing = (index: number) => !asked.has(index) && (have.get(index) ?? 0) < Math.min(BLOCK, last - index * BLOCK)
    const wanted = blocks.filter((index) => missing(index) && (again || !failed.value.has(index)))
    const done = await Promise.all(rangesOf(wanted, missing).map(async ({ after, limit }) => {
      const inside = Array.from({ length: limit / BLOCK }, (_, i) => after / BLOCK + i)
      for (const index of inside) asked.add(index)
      try {
        const page = await listEntries(id, { after, limit })
        put((old) => addEntries(old, page.items))
        if (again) failed.value = new Set([...failed.value].filter((index) => !inside.includes(index)))
        return true
      } catch {
        failed.value = new Set([...failed.value, ...inside])
        return false
      } finally {
        for (const index of inside) asked.delete(index)
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
    const { seq, items } = await entriesAround(id, at)
    // Only whole blocks: a half one would grow under the reader's eyes.
    const first = items[0]?.seq ?? 1
    const last = items[items.length - 1]?.seq ?? 0
    put((old) => addEntries(old, items.filter((entry) => blockOf(entry.seq) * BLOCK + 1 >= first && (blockOf(entry.seq) + 1) * BLOCK <= last)))
    await nextTick()
    return (await reach(seq)) ? seq : undefined
  }

  /** What could not be read is asked for again when it is next needed. */
  function forgive() {
    if (failed.value.size) failed.value = new Set()
  }

  return { entries: computed(() => thread.data.value?.entries ?? []), failed, load, reach, reachTime, forgive }
}
