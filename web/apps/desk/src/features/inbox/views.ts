import { AtSign, Eye, AlarmClock, CircleCheckBig, CircleDashed, CircleUserRound, Layers } from '@lucide/vue'
import type { Component } from 'vue'
import type { Filter, Query, SavedView, Sort, Status, View } from './api'

/** The personal queues, in the order of the pane. */
export const QUEUES: readonly { view: View; icon: Component; keys: string }[] = [
  { view: 'mine', icon: CircleUserRound, keys: 'g m' },
  { view: 'unassigned', icon: CircleDashed, keys: 'g u' },
  { view: 'mentions', icon: AtSign, keys: 'g @' },
  { view: 'following', icon: Eye, keys: 'g w' },
  { view: 'all', icon: Layers, keys: 'g a' },
  { view: 'snoozed', icon: AlarmClock, keys: 'g z' },
  { view: 'resolved', icon: CircleCheckBig, keys: 'g r' },
]

/** A place of the inbox as its address says it: a queue of the reader, every open conversation of a channel or a team, who waits in a queue of routing, or a saved view. */
export type Place = { view: View; channel?: string; team?: string; queue?: string; saved?: string }

/** Reads the `view` of an address; anything unknown is all that is open. */
export function placeOf(param: unknown): Place {
  const text = typeof param === 'string' ? param : ''
  if (text.startsWith('chn_')) return { view: 'all', channel: text }
  if (text.startsWith('viw_')) return { view: 'all', saved: text }
  if (text.startsWith('que_')) return { view: 'all', queue: text }
  if (text.startsWith('tem_')) return { view: 'all', team: text }
  return { view: QUEUES.find((queue) => queue.view === text)?.view ?? 'all' }
}

/** The `view` of an address. */
export const paramOf = (place: Place): string => place.saved ?? place.channel ?? place.team ?? place.queue ?? place.view

/** What a reader may narrow a list by. */
export type Filters = Filter & { status?: Exclude<Status, 'merged'> | undefined }

const PARTS = ['channels', 'teams', 'assignees', 'tags', 'priorities', 'sentiments', 'queues'] as const
/** What a filter asks for by yes. */
export const FLAGS = ['waiting', 'callback', 'unread', 'following', 'mentioned'] as const
export type Part = (typeof PARTS)[number]
export type Flag = (typeof FLAGS)[number]

/** How many chips a filter has, the status left out. */
export const countFilters = (filter: Filter): number => PARTS.reduce((n, part) => n + (filter[part]?.length ?? 0), 0) + FLAGS.filter((flag) => filter[flag]).length
export const countAll = (filters: Filters): number => countFilters(filters) + (filters.status && filters.status !== 'open' ? 1 : 0)

/** A filter without what asks for nothing, in one order: two of the same meaning are the same text. */
export function tidy(filters: Filters): Filters {
  const out: Record<string, unknown> = {}
  if (filters.status && filters.status !== 'open') out.status = filters.status
  for (const part of PARTS) if (filters[part]?.length) out[part] = [...filters[part]].sort()
  for (const flag of FLAGS) if (filters[flag]) out[flag] = true
  return out as Filters
}
export const sameFilters = (a: Filters, b: Filters): boolean => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b))

/** Adds a value to a part, or takes it away. */
export function toggled(filters: Filters, part: Part, value: string): Filters {
  const list: readonly string[] = filters[part] ?? []
  return tidy({ ...filters, [part]: list.includes(value) ? list.filter((one) => one !== value) : [...list, value] })
}

/** What the list of a place asks for. */
export function queryOf(place: Place, filters: Filters, sort: Sort): Query {
  // Only who waits in a queue stands in the order of service.
  const unordered = sort === 'served' && (!place.queue || (filters.status && filters.status !== 'open'))
  const query: Query = { ...tidy(filters), view: place.view, sort: place.view === 'mentions' || filters.mentioned || unordered ? 'newest' : sort }
  if (place.channel) query.channels = [place.channel]
  if (place.team) query.teams = [place.team]
  if (place.queue) query.queues = [place.queue]
  return query
}

/** What a saved view narrows by. */
export const filtersOf = (view: SavedView): Filters => tidy({ ...view.filter, status: view.status })

/** The place itself as a part of a filter, so that any list can be saved. */
export function asFilters(place: Place, filters: Filters): Filters {
  const base: Filters = { ...filters }
  if (place.channel) base.channels = [place.channel]
  if (place.team) base.teams = [place.team]
  if (place.queue) base.queues = [place.queue]
  if (place.view === 'mine') base.assignees = ['me']
  if (place.view === 'unassigned') base.assignees = ['none']
  if (place.view === 'mentions') base.mentioned = true
  if (place.view === 'following') base.following = true
  if (place.view === 'snoozed' || place.view === 'resolved') base.status = place.view
  return tidy(base)
}

/** Snoozed and resolved say their status already; mentions are of any status. */
export const hasStatus = (view: View): boolean => view === 'mine' || view === 'unassigned' || view === 'all' || view === 'following'
