import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { live } from '@/shell/live'
import { listLive, type Live, type Narrow } from './api'
import { append, patch, type Sight } from './rows'

const GAP_MS = 250
const UNTOLD_MS = 5_000
const AGAIN_MS = 60_000

/** The list of what goes on: read in pages, then kept by what the socket tells. */
export function useLiveRows(narrow: Ref<Narrow>, sight: () => Sight) {
  const rows = shallowRef<Live[]>([])
  const next = ref<string>()
  const loading = ref(true)
  const more = ref(false)
  const error = shallowRef<unknown>(null)
  let asked: AbortController | undefined

  /** Reads it anew; what came by the socket meanwhile is put into it. */
  async function load(quiet = false): Promise<void> {
    asked?.abort()
    const mine = (asked = new AbortController())
    if (!quiet) loading.value = true
    error.value = null
    try {
      const page = await listLive(narrow.value, undefined, mine.signal)
      if (mine.signal.aborted) return
      rows.value = patch(page.items, changed, gone, !page.next, sight())
      next.value = page.next
    } catch (problem) {
      if (!mine.signal.aborted && !(quiet && rows.value.length)) error.value = problem
    } finally {
      if (asked === mine) loading.value = false
    }
  }
  async function loadMore(): Promise<void> {
    const cursor = next.value
    if (!cursor || more.value || loading.value) return
    more.value = true
    const mine = asked
    try {
      const page = await listLive(narrow.value, cursor)
      if (asked !== mine) return
      rows.value = append(rows.value, page.items)
      next.value = page.next
    } catch {
      // The end of the list asks again when it is reached again.
    } finally {
      more.value = false
    }
  }

  let changed = new Map<string, Live>()
  let gone = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  function flush() {
    timer = undefined
    if (loading.value) return plan()
    rows.value = patch(rows.value, changed, gone, !next.value, sight())
    changed = new Map()
    gone = new Set()
  }
  const plan = () => void (timer ??= setTimeout(flush, GAP_MS))
  /** A row as the server has just given it. */
  function put(row: Live) {
    changed.set(row.id, row)
    gone.delete(row.id)
    plan()
  }
  const off = live.on({
    desk: (frame) => {
      for (const row of (frame.changed as Live[] | null) ?? []) {
        changed.set(row.id, row)
        gone.delete(row.id)
      }
      for (const id of (frame.gone as string[] | null) ?? []) gone.add(id)
      plan()
    },
    reset: ({ stream }) => stream === 'desk' && void load(true),
  })
  // Who waits becomes overdue by the clock alone; queues, and what words were found in, come by no frame.
  const clock = setInterval(() => (narrow.value.what === 'overdue' || !!narrow.value.queue) && !document.hidden && void load(true), UNTOLD_MS)
  const again = setInterval(() => !document.hidden && rows.value.length <= 200 && void load(true), AGAIN_MS)
  watch(narrow, () => void load(), { deep: true })
  void load()
  onScopeDispose(() => {
    off()
    asked?.abort()
    clearTimeout(timer)
    clearInterval(clock)
    clearInterval(again)
  })
  return { rows, next, loading, error, load, loadMore, put }
}
