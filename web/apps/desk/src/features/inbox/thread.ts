import type { Entry } from './api'
import { quoteOf } from './quoting'

/** The loaded part of a timeline: without holes, oldest first. */
export type Thread = { entries: Entry[] }

/** Whether there is more above. Entries count from 1. */
export const hasOlder = (thread: Thread): boolean => (thread.entries[0]?.seq ?? 1) > 1

export const lastSeq = (thread: Thread): number => thread.entries[thread.entries.length - 1]?.seq ?? 0

/** Adds entries that arrived by any way, once and in order. An entry that would leave a hole is left to the socket's replay. */
export function mergeEntries(thread: Thread, arrived: readonly Entry[]): Thread {
  const fresh = arrived.filter((entry) => entry.seq > lastSeq(thread)).sort((a, b) => a.seq - b.seq)
  let entries = [...thread.entries]
  for (const entry of fresh) {
    const last = entries[entries.length - 1]
    if (last && entry.seq === last.seq) continue
    if (last && entry.seq !== last.seq + 1) break
    entries.push(entry)
    if (entry.changed) entries = withChanged(entries, entry.changed)
  }
  return entries.length === thread.entries.length ? thread : { ...thread, entries }
}

/** Puts a recalled or edited entry in its place, and into the quotes of it. */
function withChanged(entries: readonly Entry[], now: Entry): Entry[] {
  return entries.map((entry) => (entry.id === now.id ? now : entry.quote?.entryId === now.id ? { ...entry, quote: quoteOf(now) } : entry))
}

/** Adds an older page above. */
export function prependEntries(thread: Thread, older: readonly Entry[]): Thread {
  const first = thread.entries[0]?.seq ?? Infinity
  return { ...thread, entries: [...older.filter((entry) => entry.seq < first), ...thread.entries] }
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

/** Activities that only say what another one says already. */
const SILENT = new Set(['opened', 'recalled', 'edited'])

/** Cuts a timeline into lines: days, the mark above what was unread on opening, entries with their grouping. */
export function linesOf(entries: readonly Entry[], unreadAfter: number | undefined): Line[] {
  const shown = entries.filter((entry) => !(entry.activity && SILENT.has(entry.activity.type) && entry.seq > 1))
  const unread = unreadAfter === undefined ? [] : shown.filter((entry) => entry.seq > unreadAfter && entry.kind === 'message' && entry.authorKind === 'customer')
  const lines: Line[] = []
  let before: Entry | undefined
  for (const [index, entry] of shown.entries()) {
    const newDay = !before || dayOf(before.createdAt) !== dayOf(entry.createdAt)
    if (newDay) lines.push({ kind: 'day', key: `day-${entry.createdAt.slice(0, 10)}-${entry.seq}`, at: entry.createdAt })
    const marked = entry === unread[0]
    if (marked) lines.push({ kind: 'unread', key: 'unread', count: unread.length })
    const follows = !marked && together(before, entry)
    const next = shown[index + 1]
    lines.push({ kind: 'entry', key: entry.clientId ? `c-${entry.clientId}` : entry.id, entry, follows, last: !(together(entry, next) && next !== unread[0]) })
    before = entry
  }
  return lines
}
