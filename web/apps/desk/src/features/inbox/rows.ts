import type { Conversation, Page, Query, Row, Status } from './api'

/** A list as vue-query keeps it. */
export type Pages = { pages: Page<Row>[]; pageParams: unknown[] }

function statusOf(query: Query): Status {
  if (query.view === 'snoozed' || query.view === 'resolved') return query.view
  return query.status ?? 'open'
}

/** Whether a row stands in the list; undefined where only the server can say (mentions). */
export function belongs(row: Row, query: Query, me: string): boolean | undefined {
  const among = (list: readonly string[] | undefined, value: string, self = '') => !list?.length || list.includes(value) || (value === '' && list.includes('none')) || (!!self && value === self && list.includes('me'))
  if (!among(query.channels, row.channelId) || !among(query.teams, row.teamId ?? '') || !among(query.assignees, row.assigneeId ?? '', me) || !among(query.priorities, row.priority) || !among(query.sentiments, row.sentiment ?? 'unknown')) return false
  if (query.tags?.length && !query.tags.some((tag) => row.tagIds.includes(tag))) return false
  if ((query.waiting || query.sort === 'waiting') && !row.waitingSince) return false
  if (query.unread && !row.unread) return false
  if (query.callback && !row.callBack) return false
  if ((query.following || query.view === 'following') && !row.participantIds?.includes(me)) return false
  if (query.queues?.length) {
    // Frames do not tell of queues; what is asked for follows.
    if (row.queueId === undefined) return row.status === 'open' ? undefined : false
    if (!query.queues.includes(row.queueId) || (query.sort === 'served' && row.assigneeId)) return false
  }
  if (query.view === 'mentions' || query.view === 'pinned') return undefined
  if (row.status !== statusOf(query)) return false
  if (query.view === 'mine') return row.assigneeId === me
  if (query.view === 'unassigned') return !row.assigneeId
  return query.mentioned ? undefined : true
}

const moment = (text: string | undefined) => (text ? Date.parse(text) : 0)
const byId = (a: Row, b: Row) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** What moves a conversation between queues changes this; what its customer writes does not. */
export const standing = (row: Row): string => `${row.assigneeId ?? ''}|${row.seq - row.publicSeq}`
/** How the row stood when its queue was said. */
export const saidAt = (row: Row & { saidAt?: string }): string => row.saidAt ?? standing(row)

/** What a list knows of a row besides the conversation: a frame does not say it again. */
export function beside(row: Row | undefined): Partial<Row> & { saidAt?: string } {
  return row ? { ...(row.hasDraft ? { hasDraft: true } : {}), ...(row.queueId ? { queueId: row.queueId, queueRank: row.queueRank, saidAt: saidAt(row) } : {}) } : {}
}

/** The order of a list, as the server keeps it. */
export function compareRows(sort: Query['sort']): (a: Row, b: Row) => number {
  if (sort === 'waiting') return (a, b) => moment(a.waitingSince) - moment(b.waitingSince) || byId(a, b)
  if (sort === 'attention') {
    return (a, b) => {
      if (!a.waitingSince !== !b.waitingSince) return a.waitingSince ? -1 : 1
      return a.waitingSince ? moment(a.waitingSince) - moment(b.waitingSince) || byId(a, b) : moment(b.lastEntryAt) - moment(a.lastEntryAt) || byId(b, a)
    }
  }
  if (sort === 'served') return (a, b) => (a.queueRank ?? 0) - (b.queueRank ?? 0) || byId(a, b)
  if (sort === 'oldest') return (a, b) => moment(a.lastEntryAt) - moment(b.lastEntryAt) || byId(a, b)
  return (a, b) => moment(b.lastEntryAt) - moment(a.lastEntryAt) || byId(b, a)
}

/** Every loaded row once; a row that moved up while a page was loading is there twice until now. */
export function flatten(pages: readonly Page<Row>[]): Row[] {
  if (pages.length === 1) return pages[0]?.items ?? []
  const seen = new Set<string>()
  const rows: Row[] = []
  for (const page of pages) {
    for (const row of page.items) {
      if (seen.has(row.id)) continue
      seen.add(row.id)
      rows.push(row)
    }
  }
  return rows
}

/** What changed since a list was read: rows, and ids that the reader may not see any more. */
export type Changes = { changed: ReadonlyMap<string, Conversation>; gone: ReadonlySet<string> }

export type Reach = (row: Conversation) => boolean
/** Lists of what one takes part in, or is named in, hold it wherever it stands; the others end where the reader's right does. */
export function inReach(changes: Changes, query: Query, reaches: Reach): Changes {
  if (query.view === 'following' || query.view === 'mentions' || query.view === 'pinned' || query.following || query.mentioned) return changes
  const beyond = [...changes.changed.values()].filter((row) => !reaches(row)).map((row) => row.id)
  if (beyond.length === 0) return changes
  return { changed: new Map([...changes.changed].filter(([id]) => !beyond.includes(id))), gone: new Set([...changes.gone, ...beyond]) }
}

/** Puts changes into a list: rows leave, arrive and move. Gives the same object back when nothing touches it. */
export function patchPages(data: Pages, { changed, gone }: Changes, query: Query, me: string): Pages {
  const touched = (id: string) => gone.has(id) || changed.has(id)
  const old = new Map<string, Row>()
  for (const page of data.pages) for (const row of page.items) if (touched(row.id)) old.set(row.id, row)

  const arriving: Row[] = []
  for (const row of changed.values()) {
    const before = old.get(row.id)
    // Frames of two streams may overtake each other; the version says which is newer.
    if (before && before.version > row.version) arriving.push(before)
    else if (belongs(row, query, me) ?? before !== undefined) arriving.push({ ...beside(before), ...row })
  }
  if (old.size === 0 && arriving.length === 0) return data

  // Pages that nothing touches stay the same objects: a list may hold hundreds.
  const pages = data.pages.map((page) => (page.items.some((row) => old.has(row.id)) ? { ...page, items: page.items.filter((row) => !old.has(row.id)) } : page))
  if (query.view === 'mentions' || query.view === 'pinned' || query.mentioned) return { ...data, pages: keepPlaces(data.pages, new Map(arriving.map((row) => [row.id, row]))) }
  for (const row of arriving) insert(pages, row, compareRows(query.sort))
  return { ...data, pages }
}

/** Mentions stand in the order of the mentions, which a row does not tell: rows stay where they are. */
function keepPlaces(pages: readonly Page<Row>[], fresh: ReadonlyMap<string, Row>): Page<Row>[] {
  return pages.map((page) => ({ ...page, items: page.items.map((row) => fresh.get(row.id) ?? row) }))
}

function insert(pages: Page<Row>[], row: Row, compare: (a: Row, b: Row) => number): void {
  for (const [index, page] of pages.entries()) {
    const at = page.items.findIndex((other) => compare(row, other) < 0)
    if (at < 0) continue
    pages[index] = { ...page, items: page.items.toSpliced(at, 0, row) }
    return
  }
  const last = pages[pages.length - 1]
  // Below everything that is loaded: it comes with its page.
  if (last && !last.next) pages[pages.length - 1] = { ...last, items: [...last.items, row] }
}

/** The parts of the own list: kept on top, to be answered, in progress, ended lately. */
export const SECTIONS = ['pinned', 'waiting', 'active', 'ended'] as const
export type Section = (typeof SECTIONS)[number]
/** A row of the list that is shown, in its part when the list has parts. */
export type Line = Row & { section?: Section; /** Stands under another one of the same customer. */ under?: boolean }

/** Brings the conversations of one customer together, under the first of them in the order of the list; parts stay apart. */
export function byCustomer(rows: readonly Line[]): Line[] {
  const groups = new Map<string, Line[]>()
  for (const row of rows) {
    const key = `${row.section ?? ''}/${row.customerId}`
    const group = groups.get(key)
    if (group) group.push({ ...row, under: true })
    else groups.set(key, [row])
  }
  return [...groups.values()].flat()
}

/** What a list showed when it was held: the ids in their order, how far each row had come, and in which part it stood. */
export type Held = ReadonlyMap<string, { at: string; section: Section | undefined }>

export const hold = (rows: readonly Line[]): Held => new Map(rows.map((row) => [row.id, { at: row.lastEntryAt, section: row.section }]))

/**
 * The rows of a held list: the old order with fresh contents; what has left is gone, older pages are added below. `waiting`
 * counts rows that are new or would move up.
 */
export function heldRows(held: Held, rows: readonly Line[]): { rows: Line[]; waiting: number } {
  const now = new Map(rows.map((row) => [row.id, row]))
  const shown: Line[] = []
  let waiting = 0
  for (const [id, { at, section }] of held) {
    const row = now.get(id)
    if (!row) continue
    shown.push(row.section === section ? row : { ...row, ...(section ? { section } : {}) })
    if (row.lastEntryAt !== at) waiting++
  }
  const lastShown = shown[shown.length - 1]
  const end = lastShown ? rows.findLastIndex((row) => held.get(row.id)?.at === row.lastEntryAt) : -1
  for (const [index, row] of rows.entries()) {
    if (held.has(row.id)) continue
    if (index > end) shown.push(row)
    else waiting++
  }
  return { rows: shown, waiting }
}

const ENDED_MS = 24 * 3_600_000
const ENDED_MOST = 20

/** Puts the own list together: what is pinned, who waits, what is in progress, and what ended lately. */
export function sectioned(pinned: readonly Row[], open: readonly Row[], ended: readonly Row[], now: number): Line[] {
  const top = pinned.filter((row) => row.status !== 'resolved')
  const there = new Set(top.map((row) => row.id))
  const rest = open.filter((row) => !there.has(row.id))
  return [
    ...top.map((row): Line => ({ ...row, section: 'pinned' })),
    ...rest.map((row): Line => ({ ...row, section: row.waitingSince ? 'waiting' : 'active' })),
    ...ended
      .filter((row) => now - moment(row.resolvedAt) < ENDED_MS)
      .slice(0, ENDED_MOST)
      .map((row): Line => ({ ...row, section: 'ended' })),
  ]
}
