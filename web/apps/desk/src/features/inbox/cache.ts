import { shallowRef } from 'vue'
import { queryClient } from '@/shell/api'
import { useSession } from '@/shell/session'
import type { Conversation, Entry, Query, Result, Row } from './api'
import { beside, inReach, patchPages, type Pages } from './rows'
import { writing } from './state'
import { mergeEntries, type Thread } from './thread'

/** Keys of everything the inbox keeps. */
export const keys = {
  lists: ['inbox', 'list'] as const,
  list: (query: Query) => ['inbox', 'list', query] as const,
  counts: ['inbox', 'counts'] as const,
  views: ['inbox', 'views'] as const,
  viewCounts: ['inbox', 'viewCounts'] as const,
  conversation: (id: string) => ['inbox', 'conversation', id] as const,
  thread: (id: string) => ['inbox', 'thread', id] as const,
  part: (id: string) => ['inbox', 'part', id] as const,
  customer: (id: string) => ['inbox', 'customer', id] as const,
  users: ['desk', 'users'] as const,
  teams: ['desk', 'teams'] as const,
  tags: ['desk', 'tags'] as const,
  channels: ['desk', 'channels'] as const,
  presence: ['desk', 'presence'] as const,
}

let changed = new Map<string, Conversation>()
let gone = new Set<string>()
let entries = new Map<string, Entry[]>()
let planned = false

const frame = typeof requestAnimationFrame === 'function' ? requestAnimationFrame : (run: () => void) => setTimeout(run, 16)
/** Nobody reads faster than ten changes a second, and keys must not wait for a list that is drawn more often. */
const GAP_MS = 100
/** Who writes looks at what is written: the list beside may be a little behind, what comes into the thread may not. */
const WRITING_MS = 400
let flushed = -WRITING_MS
let due = 0
let timer: ReturnType<typeof setTimeout> | undefined
function plan(): void {
  const now = performance.now()
  const at = flushed + (writing.value && entries.size === 0 ? WRITING_MS : GAP_MS)
  if (planned && at >= due) return
  clearTimeout(timer)
  planned = true
  due = at
  // A tab in the background draws no frames; it must not grow a queue either.
  if (typeof document !== 'undefined' && document.hidden) timer = setTimeout(flushChanges, 200)
  else if (at > now) timer = setTimeout(() => frame(flushPlanned), at - now)
  else frame(flushPlanned)
}
const flushPlanned = () => planned && flushChanges()

/** Notes rows that changed; lists and heads are patched together in the next frame, or a little later when much happens. */
export function rowsChanged(rows: readonly Conversation[], lost: readonly string[] = []): void {
  for (const row of rows) {
    const before = changed.get(row.id)
    if (!before || before.version <= row.version) changed.set(row.id, row)
    gone.delete(row.id)
  }
  for (const id of lost) {
    changed.delete(id)
    gone.add(id)
  }
  plan()
}

/** Notes entries that arrived. */
export function entriesArrived(conversation: string, arrived: readonly Entry[]): void {
  entries.set(conversation, [...(entries.get(conversation) ?? []), ...arrived])
  plan()
}

/** The answer of an action: shown at once, in the frame of the click. */
export function resultArrived(result: Result): void {
  entriesArrived(result.conversation.id, result.entries ?? [])
  rowsChanged([result.conversation])
  flushChanges()
}

/** Writes everything noted into the caches. */
export function flushChanges(): void {
  clearTimeout(timer)
  planned = false
  flushed = performance.now()
  const changes = { changed, gone }
  const arrived = entries
  changed = new Map()
  gone = new Set()
  entries = new Map()
  const { session, user } = useSession()
  const me = user?.id ?? ''
  const level = session?.permissions['conversation.read']
  const teams = (user?.teamIds ?? []) as string[]
  /** Who takes part in a conversation of others gets its row, but it stands in no list of theirs. */
  const reaches = (row: Conversation) => level === 'all' || !row.participantIds?.includes(me) || row.assigneeId === me || (level === 'teams' && (!row.teamId || teams.includes(row.teamId)))
  // The answer of an action may have been faster than the frame of what came before it.
  for (const [id, row] of changes.changed) {
    const known = queryClient.getQueryData<Row>(keys.conversation(id))
    if (known && known.version > row.version) changes.changed.set(id, known)
  }

  for (const [id, list] of arrived) {
    queryClient.setQueryData<Thread>(keys.thread(id), (thread) => thread && mergeEntries(thread, list))
  }
  if (changes.changed.size === 0 && changes.gone.size === 0) return
  for (const row of changes.changed.values()) {
    queryClient.setQueryData<Row>(keys.conversation(row.id), (old) =>
      old && old.version > row.version ? old : { ...beside(old), ...row },
    )
  }
  for (const [key, data] of queryClient.getQueriesData<Pages>({ queryKey: keys.lists })) {
    const query = key[2] as Query
    if (data) queryClient.setQueryData<Pages>(key, patchPages(data, inReach(changes, query, reaches), query, me))
  }
}

/** Changes one row wherever it stands, before the server has answered. Returns what takes it back. */
export function patchRow(id: string, patch: Partial<Row>): () => void {
  const before = findRow(id)
  if (!before) return () => {}
  rowsChanged([{ ...before, ...patch }])
  flushChanges()
  return () => {
    const now = findRow(id)
    // Something newer has arrived meanwhile: that is the truth.
    if (now && now.version > before.version) return
    rowsChanged([before])
    flushChanges()
  }
}

/** Marks a row as having a draft of the reader, or not. */
export function markDraft(id: string, hasDraft: boolean): void {
  const mark = <R extends Row>(row: R): R => (row.id === id && !!row.hasDraft !== hasDraft ? { ...row, hasDraft } : row)
  // Asked at every key: nothing is written, and nobody told, when nothing changes.
  const head = queryClient.getQueryData<Row>(keys.conversation(id))
  if (head && mark(head) !== head) queryClient.setQueryData<Row>(keys.conversation(id), mark(head))
  for (const [key, data] of queryClient.getQueriesData<Pages>({ queryKey: keys.lists })) {
    if (!data?.pages.some((page) => page.items.some((row) => mark(row) !== row))) continue
    queryClient.setQueryData<Pages>(key, { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(mark) })) })
  }
}

/** Counts up with every change of the cache, so that what reads it outside a query is drawn again. */
const moved = shallowRef(0)
queryClient.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'success' && event.query.queryKey[0] === 'inbox') moved.value++
})

/** The row of a conversation, from wherever it is known; reactive. */
export function findRow(id: string): Row | undefined {
  void moved.value
  const head = queryClient.getQueryData<Row>(keys.conversation(id))
  if (head) return head
  for (const [, data] of queryClient.getQueriesData<Pages>({ queryKey: keys.lists })) {
    for (const page of data?.pages ?? []) {
      const row = page.items.find((item) => item.id === id)
      if (row) return row
    }
  }
  return undefined
}

const recent: string[] = []
const THREADS = 30

/** Keeps the threads of the last conversations only. */
export function touchThread(id: string): void {
  const at = recent.indexOf(id)
  if (at >= 0) recent.splice(at, 1)
  recent.push(id)
  for (const old of recent.splice(0, Math.max(0, recent.length - THREADS))) {
    queryClient.removeQueries({ queryKey: keys.thread(old) })
  }
}
