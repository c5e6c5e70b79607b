import type { Entry } from './api'
import { lastSeq, type Thread } from './thread'

/** Adds a part of the timeline that was read from the server, wherever it belongs. */
export function addEntries(thread: Thread, part: readonly Entry[]): Thread {
  if (part.length === 0) return thread
  const there = new Map(thread.entries.map((entry) => [entry.seq, entry]))
  const last = lastSeq(thread)
  // What follows the end comes by the socket, which knows where it has been.
  for (const entry of part) if (entry.seq <= last || last === 0) there.set(entry.seq, entry)
  return { ...thread, entries: [...there.values()].sort((a, b) => a.seq - b.seq) }
}

/** One line of the drawn timeline. */
export type Line =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string; count: number }
  | { kind: 'entry'; key: string; entry: Entry; follows: boolean; last: boolean }

const GROUP_MS = 5 * 60_000
const dayOf = (at: string) => new Date(at).toDateString()

/** Same author within five minutes: drawn as one block. */
function together(a: Entry | undefined, b: Entry | undefined): boolean {
  return (
    !!a && !!b && !a.recalled && !b.recalled && a.kind === 'message' && b.kind === 'message' && a.authorKind === b.authorKind && a.authorId === b.authorId &&
    Date.parse(b.createdAt) - Date.parse(a.createdAt) < GROUP_MS && dayOf(a.createdAt) === dayOf(b.createdAt)
  )
}

/** Activities that only say what another one says already; and what was split off stands elsewhere. */
const SILENT = new Set(['opened', 'recalled', 'edited', 'plan_changed'])
export const shown = (entry: Entry): boolean => !entry.movedTo && !(entry.activity && SILENT.has(entry.activity.type) && entry.seq > 1)

/** Where the mark above what was unread stands, and how much is below it. */
export type Unread = { first: number; count: number }

/** The mark for what came after a number; undefined while that part is not loaded, or when there is nothing. */
export function unreadOf(entries: readonly Entry[], after: number | undefined): Unread | undefined {
  if (after === undefined) return undefined
  let count = 0
  let first = 0
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i] as Entry
    if (entry.seq !== (entries[i + 1]?.seq ?? entry.seq + 1) - 1) return undefined
    if (entry.seq <= after) return count ? { first, count } : undefined
    if (entry.kind === 'message' && entry.authorKind === 'customer') {
      count++
      first = entry.seq
    }
  }
  return count && entries[0]?.seq === 1 ? { first, count } : undefined
}

/** Cuts a piece of a timeline into lines: days, the mark above what is unread, entries with their grouping. */
export function linesOf(entries: readonly Entry[], unread?: Unread, before?: Entry, next?: Entry): Line[] {
  const visible = entries.filter(shown)
  const lines: Line[] = []
  for (const [index, entry] of visible.entries()) {
    const above = visible[index - 1] ?? before
    if (!above || dayOf(above.createdAt) !== dayOf(entry.createdAt)) lines.push({ kind: 'day', key: `day-${entry.createdAt.slice(0, 10)}-${entry.seq}`, at: entry.createdAt })
    const marked = entry.seq === unread?.first
    if (marked) lines.push({ kind: 'unread', key: 'unread', count: unread.count })
    const below = visible[index + 1] ?? next
    lines.push({ kind: 'entry', key: entry.clientId ? `c-${entry.clientId}` : entry.id, entry, follows: !marked && together(above, entry), last: !(together(entry, below) && below?.seq !== unread?.first) })
  }
  return lines
}
