import type { Entry } from './api'
import { linesOf, shown, type Line, type Unread } from './lines'

/** How many entries stand in one block. Entries count from 1 without holes, so the number of an entry names its block. */
export const BLOCK = 10
export const blockOf = (seq: number): number => Math.floor((seq - 1) / BLOCK)

/** A piece of a timeline that is drawn, or not, as a whole. */
export type Block = {
  index: number
  lines: Line[]
  /** Nothing of it is left to load. */
  whole: boolean
}
type Kept = { entries: Entry[]; before: Entry | undefined; next: Entry | undefined; mark: number; block: Block }

const same = (a: readonly Entry[], b: readonly Entry[]) => a.length === b.length && a.every((entry, i) => entry === b[i])

/**
 * Cuts a timeline into blocks, also where nothing is loaded yet. A block that nothing has touched is the same object as
 * before, so that a message at the end of five thousand draws one block.
 */
export function blockMaker(): (entries: readonly Entry[], unread: Unread | undefined) => Block[] {
  let kept = new Map<number, Kept>()
  return (entries, unread) => {
    const last = entries[entries.length - 1]?.seq ?? 0
    const parts = new Map<number, Entry[]>()
    for (const entry of entries) {
      const index = blockOf(entry.seq)
      const part = parts.get(index)
      if (part) part.push(entry)
      else parts.set(index, [entry])
    }
    const now = new Map<number, Kept>()
    const blocks = Array.from({ length: blockOf(last) + 1 }, (_, index): Block => {
      const own = parts.get(index) ?? []
      const before = parts.get(index - 1)?.findLast(shown)
      const next = parts.get(index + 1)?.find(shown)
      const marked = unread && blockOf(unread.first) === index ? unread : undefined
      const mark = marked ? marked.count : 0
      const old = kept.get(index)
      const whole = own.length === Math.min(BLOCK, last - index * BLOCK)
      const still = old && old.before === before && old.next === next && old.mark === mark && old.block.whole === whole && same(old.entries, own)
      const keep = still ? old : { entries: own, before, next, mark, block: { index, lines: linesOf(own, marked, before, next), whole } }
      now.set(index, keep)
      return keep.block
    })
    kept = now
    return blocks
  }
}

/** The numbers to ask the server for, so that these blocks become whole: a few at once, further up rather than down. */
export function rangesOf(missing: readonly number[], isMissing: (index: number) => boolean): { after: number; limit: number }[] {
  const want = new Set(missing)
  const ranges: { after: number; limit: number }[] = []
  for (const index of [...want].sort((a, b) => b - a)) {
    if (!want.has(index)) continue
    let from = index
    while (index - from < 19 && want.has(from - 1)) from--
    while (index - from < 9 && from > 0 && isMissing(from - 1)) from--
    for (let each = from; each <= index; each++) want.delete(each)
    ranges.push({ after: from * BLOCK, limit: (index - from + 1) * BLOCK })
  }
  return ranges
}
