import { AtSign, AlarmClock, CircleCheckBig, CircleDashed, CircleUserRound, Layers } from '@lucide/vue'
import type { Component } from 'vue'
import type { Query, View } from './api'

/** The personal queues, in the order of the pane. */
export const QUEUES: readonly { view: View; icon: Component; keys: string }[] = [
  { view: 'mine', icon: CircleUserRound, keys: 'g m' },
  { view: 'unassigned', icon: CircleDashed, keys: 'g u' },
  { view: 'mentions', icon: AtSign, keys: 'g @' },
  { view: 'all', icon: Layers, keys: 'g a' },
  { view: 'snoozed', icon: AlarmClock, keys: 'g z' },
  { view: 'resolved', icon: CircleCheckBig, keys: 'g r' },
]

/** A place of the inbox as its address says it: a queue, or every open conversation of a channel or a team. */
export type Place = { view: View; channel?: string; team?: string }

/** Reads the `view` of an address; anything unknown is all that is open. */
export function placeOf(param: unknown): Place {
  const text = typeof param === 'string' ? param : ''
  if (text.startsWith('chn_')) return { view: 'all', channel: text }
  if (text.startsWith('tem_')) return { view: 'all', team: text }
  return { view: QUEUES.find((queue) => queue.view === text)?.view ?? 'all' }
}

/** The `view` of an address. */
export const paramOf = (place: Place): string => place.channel ?? place.team ?? place.view

/** What a reader may narrow a list by. */
export type Filters = Pick<Query, 'status' | 'priority' | 'tag' | 'team' | 'channel'>

export const countFilters = (filters: Filters): number => Object.values(filters).filter(Boolean).length

/** Snoozed and resolved say their status already; mentions are of any status. */
export const hasStatus = (view: View): boolean => view === 'mine' || view === 'unassigned' || view === 'all'
