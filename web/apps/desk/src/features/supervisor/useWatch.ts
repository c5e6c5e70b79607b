import { Realtime } from '@frontdesk/realtime'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { PREFIX } from '@/shell/env'
import { endWatch, getConversation, listEntries, startWatch, type Entry, type Live } from './api'

const PAGE = 60
const origin = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${PREFIX}`

/**
 * One conversation, looked at unseen: over a socket of its own, on which nobody is shown as a viewer. The look is noted before
 * anything is read, and ends with the panel.
 */
export function useWatch(id: Ref<string>) {
  const row = shallowRef<Live>()
  const entries = shallowRef<Entry[]>([])
  const error = shallowRef<unknown>(null)
  const loading = ref(true)
  const socket = new Realtime({ url: `${origin()}/ws/desk?watch=1` })
  let now = ''

  async function open(which: string): Promise<void> {
    if (now) socket.close(now)
    now = which
    loading.value = true
    error.value = null
    row.value = undefined
    entries.value = []
    try {
      await startWatch(which)
      const [head, page] = await Promise.all([getConversation(which), listEntries(which, { limit: PAGE })])
      if (now !== which) return
      row.value = head
      entries.value = page.items
      socket.start()
      socket.open(which, page.items.at(-1)?.seq ?? 0)
    } catch (problem) {
      if (now === which) error.value = problem
    } finally {
      if (now === which) loading.value = false
    }
  }
  function arrived(entry: Entry) {
    if (entries.value.some((one) => one.seq === entry.seq)) return
    const changed = entry.changed
    entries.value = [...entries.value.map((one) => (changed && one.id === changed.id ? changed : one)), entry].sort((a, b) => a.seq - b.seq)
  }
  async function older(): Promise<void> {
    const first = entries.value[0]?.seq ?? 1
    if (first <= 1) return
    const which = now
    const page = await listEntries(which, { before: first, limit: PAGE }).catch(() => undefined)
    if (page && now === which) entries.value = [...page.items.filter((one) => one.seq < first), ...entries.value]
  }
  const off = socket.on({
    entry: (frame) => {
      if (frame.conversation !== now) return
      arrived(frame.entry as Entry)
      row.value = frame.head as Live
    },
    head: (frame) => frame.conversation === now && void (row.value = frame.head as Live),
    opened: (frame) => frame.conversation === now && void (row.value = frame.head as Live),
    reset: ({ stream }) => stream === now && void open(now),
  })
  const leave = () => void (now && endWatch(now).catch(() => {}))
  addEventListener('pagehide', leave)
  watch(id, (which) => void open(which), { immediate: true })
  onScopeDispose(() => {
    off()
    removeEventListener('pagehide', leave)
    leave()
    socket.stop()
  })
  return { row, entries, error, loading, older, again: () => open(now), put: (next: Live, more: readonly Entry[]) => {
    row.value = next
    more.forEach(arrived)
  } }
}
