import { call } from '@/shell/call'

export type Fate = { queue: string; name: string; agent?: string; waited: number }
export type Moved = { id: string; number: number; at: string; before: Fate; after: Fate }
export type QueueSide = { queue: string; name: string; arrived: number; served: number; abandoned: number; waitMean: number; waitP90: number; level: number }
export type AgentSide = { agent: string; got: number; busy: number }
export type Side = { served: number; abandoned: number; waiting: number; waitMean: number; waitP50: number; waitP90: number; load: number; unfair: number; queues: QueueSide[]; agents: AgentSide[] }
export type Comparison = {
  conversations: number
  skipped: number
  assumed: number
  was: { answered: number; unanswered: number; waitMean: number; waitP90: number }
  before: Side
  after: Side
  moved: Moved[]
  movedAll: number
  reason?: string
}
export type Rehearsal = { id: string; state: 'playing' | 'played' | 'failed'; from: string; to: string; author: string; at: string; endedAt?: string; base: number; result?: Comparison }

export const keys = { list: ['settings', 'routing', 'rehearsals'] as const, one: (id: string) => ['settings', 'routing', 'rehearsals', id] as const }
export const rehearse = (from: Date, to: Date) => call<Rehearsal>('POST', '/routing/rehearsals', { body: { from: from.toISOString(), to: to.toISOString() } })
export const getRehearsals = () => call<{ items: Rehearsal[] }>('GET', '/routing/rehearsals')
export const getRehearsal = (id: string) => call<Rehearsal>('GET', '/routing/rehearsals/{id}', { path: { id } })

/** Both sides of a list by a key, in the order of the larger one. */
export function paired<T>(before: readonly T[], after: readonly T[], key: (one: T) => string, weight: (one: T) => number): { key: string; before?: T; after?: T }[] {
  const ids = [...new Set([...before, ...after].map(key))]
  const of = (list: readonly T[], id: string) => list.find((one) => key(one) === id)
  const most = (id: string) => Math.max(...[of(before, id), of(after, id)].map((one) => (one ? weight(one) : 0)))
  return ids.map((id) => ({ key: id, before: of(before, id), after: of(after, id) })).sort((a, b) => most(b.key) - most(a.key) || a.key.localeCompare(b.key))
}
