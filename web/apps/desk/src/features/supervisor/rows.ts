import type { Live, Narrow } from './api'

/** What a row needs to be judged by beside itself. */
export type Sight = { narrow: Narrow; now: number; /** Seconds after which a customer of a channel waits too long; 0 for never. */ alertAfter: (channel: string) => number; /** Teams within reach; undefined for all. */ teams: readonly string[] | undefined; me: string }

const since = (at: string | undefined) => (at ? Date.parse(at) : 0)

/** Whether a row belongs to the list now. What was found in it, and its queue, is known of rows that the server gave only. */
export function belongs(row: Live, { narrow, now, alertAfter, teams, me }: Sight): boolean {
  if (row.status !== 'open') return false
  if (teams && row.assigneeId !== me && row.teamId && !teams.includes(row.teamId)) return false
  if (narrow.team && (narrow.team === 'none' ? !!row.teamId : row.teamId !== narrow.team)) return false
  if (narrow.agent && narrow.what !== 'unassigned' && row.assigneeId !== narrow.agent) return false
  if (narrow.channel && row.channelId !== narrow.channel) return false
  switch (narrow.what) {
    case 'waiting':
      return !!row.waitingSince
    case 'overdue': {
      const limit = alertAfter(row.channelId)
      return !!row.waitingSince && limit > 0 && now - since(row.waitingSince) >= limit * 1000
    }
    case 'unassigned':
      return !row.assigneeId
    case 'lowRating':
      return !!row.ratingScore && row.ratingScore <= 2
    case 'vip':
      return row.customerLevel === 'vip'
    case 'negative':
      return row.sentiment === 'negative'
    case 'hit':
      return !!row.hit
    default:
      return true
  }
}

/** Who waits longest first, then the others by their last activity: the order of the server. */
export function inOrder(a: Live, b: Live): number {
  if (a.waitingSince && b.waitingSince) return since(a.waitingSince) - since(b.waitingSince) || (a.id < b.id ? -1 : 1)
  if (a.waitingSince || b.waitingSince) return a.waitingSince ? -1 : 1
  return since(b.lastEntryAt) - since(a.lastEntryAt) || (a.id > b.id ? -1 : 1)
}

/**
 * The list after frames. A row that came in belongs to it when it belongs before the last one that was read, or when
 * everything was read; the rest comes when the reader gets there.
 */
export function patch(rows: readonly Live[], changed: ReadonlyMap<string, Live>, gone: ReadonlySet<string>, whole: boolean, sight: Sight): Live[] {
  const last = rows.at(-1)
  const next: Live[] = []
  const there = new Set<string>()
  for (const row of rows) {
    there.add(row.id)
    if (gone.has(row.id)) continue
    const fresh = changed.get(row.id)
    const now = fresh && fresh.seq >= row.seq ? { ...fresh, ...(row.hit ? { hit: true } : {}) } : row
    if (belongs(now, sight)) next.push(now)
  }
  for (const row of changed.values()) {
    if (!sight.narrow.queue && !there.has(row.id) && !gone.has(row.id) && belongs(row, sight) && (whole || !last || inOrder(row, last) < 0)) next.push(row)
  }
  return next.sort(inOrder)
}

/** One page more, without what is there already. */
export function append(rows: readonly Live[], page: readonly Live[]): Live[] {
  const there = new Set(rows.map((row) => row.id))
  return [...rows, ...page.filter((row) => !there.has(row.id))].sort(inOrder)
}

const pad = (n: number) => String(n).padStart(2, '0')
/** A time that runs: minutes and seconds, then hours. Days are said in words elsewhere. */
export function running(from: string | undefined, to: number): string {
  if (!from) return ''
  const seconds = Math.max(0, Math.floor((to - Date.parse(from)) / 1000))
  const hours = Math.floor(seconds / 3600)
  return hours ? `${hours}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}` : `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`
}
