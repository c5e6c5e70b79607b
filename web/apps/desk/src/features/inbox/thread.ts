import type { Entry } from './api'
import { quoteOf } from './quoting'

/** What is loaded of a timeline, oldest first: without holes at the end, and pieces of what is further up. */
export type Thread = { entries: Entry[] }

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
    if (entry.activity?.conversationId) entries = withMoved(entries, entry.activity)
  }
  return entries.length === thread.entries.length ? thread : { ...thread, entries }
}

/** Puts a recalled or edited entry in its place, and into the quotes of it. */
function withChanged(entries: readonly Entry[], now: Entry): Entry[] {
  return entries.map((entry) => (entry.id === now.id ? now : entry.quote?.entryId === now.id ? { ...entry, quote: quoteOf(now) } : entry))
}

/** Lets messages stand where they stand now: they leave by a split, come back by a merge, and leave again when that ends. */
function withMoved(entries: Entry[], { type, conversationId: other, seqs }: NonNullable<Entry['activity']>): Entry[] {
  if (type === 'merged_in') return entries.map((entry) => (entry.movedTo === other ? { ...entry, movedTo: '' } : entry))
  const left = type === 'unmerged_out' ? entries.find((entry) => entry.activity?.type === 'split' && entry.activity.conversationId === other)?.activity?.seqs : type === 'split' ? seqs : undefined
  return left ? entries.map((entry) => (left.includes(entry.seq) ? { ...entry, movedTo: other ?? '' } : entry)) : entries
}
