import { useQuery } from '@tanstack/vue-query'
import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'
import { useSession } from '@/shell/session'

/** A skill that work asks for, and how well the one who is asked has it. */
export type Need = { skill: string; name: string; level: number; own?: number }
/** A part of what lets work overtake: its priority, the customer's level, or a rule. */
export type HeadStart = { from: 'priority' | 'level' | 'rule' | 'target'; name: string; seconds: number }

/** A conversation that is offered to the reader. */
export type Offer = {
  conversationId: string
  queueId: string
  queueName: string
  kind: string
  channelKind: string
  customerName: string
  customerId?: string
  customerLevel?: string
  number?: number
  subject?: string
  preview?: string
  /** The customer wants to be called. */
  callBack?: { phone: string; name?: string }
  offeredAt: string
  until: string
  waitedSeconds: number
  headStartSeconds: number
  strategy?: string
  sticky?: boolean
  needs?: Need[] | null
  headStarts?: HeadStart[] | null
}
export type Ending = 'accepted' | 'declined' | 'timeout' | 'withdrawn'
export type Mode = 'push' | 'auto' | 'pull'
export type OwnQueue = { id: string; name: string; mode: Mode; waiting: number }
export type WrapUp = { conversationId: string; until: string }
/** What the reader holds, may hold, and serves. */
export type Me = {
  capacity: number
  used: number
  holds: Record<string, number> | null
  points?: Record<string, number> | null
  limits?: Record<string, number> | null
  queues: OwnQueue[] | null
  wrapups: WrapUp[] | null
  transferTo?: { id: string; name: string }[] | null
  handOverTo?: { id: string; name: string }[] | null
}
/** Where a conversation stands. */
export type Work = {
  state: 'none' | 'waiting' | 'offered' | 'held' | 'wrapup' | 'outside'
  outside?: string
  outsideSince?: string
  queueId?: string
  queueName?: string
  position?: number
  estimate?: { lowSeconds: number; highSeconds: number } | null
  agentId?: string
  agentName?: string
  arrived?: string
  headStartSeconds?: number
  needs?: Need[] | null
}
export type Reason = 'absent' | 'unskilled' | 'declined' | 'full'
/** One decision as the flight recorder answers it; times are in nanoseconds. */
export type Explained = {
  id: string
  at: string
  outcome: Ending | 'pending'
  endedAt?: string
  planNumber: number
  rules: { rule: string; name?: string; held: boolean; failed?: boolean }[] | null
  decision: {
    agent: string
    queue: string
    strategy: string
    sticky?: boolean
    waited: number
    headStart?: number
    relaxed?: string[] | null
    points: number
    usedBefore: number
    capacity: number
    eligible: number
    candidates?: { agent: string; score: number; load: number }[] | null
    excluded?: { reason: Reason; count: number; agents?: string[] | null }[] | null
  }
  headStarts?: HeadStart[] | null
  cameBackSeconds?: number
  names: Record<string, string> | null
}
/** The same with names and seconds, and what it was read from. */
export type Decision = ReturnType<typeof readable>
const NANO = 1e9
export function readable(raw: Explained) {
  const { decision: d, names } = raw
  const named = (id: string) => names?.[id] ?? ''
  return {
    raw,
    id: raw.id,
    at: raw.at,
    outcome: raw.outcome,
    planNumber: raw.planNumber,
    agentId: d.agent,
    agentName: named(d.agent),
    queueName: named(d.queue),
    strategy: d.strategy,
    sticky: !!d.sticky,
    waitedSeconds: Math.round(d.waited / NANO),
    headStartSeconds: Math.round((d.headStart ?? 0) / NANO),
    headStarts: raw.headStarts ?? [],
    cameBackSeconds: raw.cameBackSeconds ?? 0,
    relaxed: (d.relaxed ?? []).map((id) => named(id) || id),
    rules: (raw.rules ?? []).map((rule) => ({ id: rule.rule, name: rule.name || rule.rule, held: rule.held, failed: !!rule.failed })),
    points: d.points,
    usedBefore: d.usedBefore,
    capacity: d.capacity,
    eligible: d.eligible,
    candidates: (d.candidates ?? []).map((one) => ({ id: one.agent, name: named(one.agent), score: one.score, load: one.load })),
    excluded: (d.excluded ?? []).map((one) => ({ reason: one.reason, count: one.count, names: (one.agents ?? []).map(named) })),
  }
}

const at = (conversationId: string) => ({ path: { conversationId } })
export const getOffers = () => call<{ items: Offer[] | null }>('GET', '/routing/offers')
export const acceptOffer = (id: string) => call<unknown>('POST', '/routing/offers/{conversationId}/accept', at(id))
export const declineOffer = (id: string) => call<unknown>('POST', '/routing/offers/{conversationId}/decline', at(id))
export const takeNext = (queueId?: string) => call<{ conversationId?: string }>('POST', '/routing/next', { body: queueId ? { queueId } : {} })
export const finishWrapUp = (id: string) => call<unknown>('POST', '/routing/wrapups/{conversationId}/finish', at(id))
export const moveToQueue = (id: string, queueId: string, note: string) => call<unknown>('PUT', '/routing/work/{conversationId}/queue', { ...at(id), body: { queueId, ...(note ? { note } : {}) } })
export const handOver = (id: string, centreId: string, note: string) => call<unknown>('POST', '/routing/work/{conversationId}/handover', { ...at(id), body: { centreId, ...(note ? { note } : {}) } })
export const giveBack = (id: string) => call<Work>('POST', '/routing/work/{conversationId}/return', at(id))
export const getMe = () => call<Me>('GET', '/routing/me')
export const getWork = (id: string) => call<Work>('GET', '/routing/work/{conversationId}', at(id))
export const getDecisions = (id: string, cursor?: string) => call<Page<Explained>>('GET', '/routing/work/{conversationId}/decisions', { ...at(id), query: { limit: 20, cursor } })

export const routingKeys = {
  offers: ['routing', 'offers'],
  me: ['routing', 'me'],
  work: (id: string) => ['routing', 'work', id],
  decisions: (id: string) => ['routing', 'decisions', id],
} as const

/** Whether somebody gets work at all. */
export const serves = () => useSession().can('conversation.reply')

/** What the reader holds and serves; kept fresh by the host of the offers. */
export const useMine = () => useQuery({ queryKey: routingKeys.me, queryFn: getMe, staleTime: 60_000, enabled: serves })
export const mineAgain = () => void queryClient.invalidateQueries({ queryKey: routingKeys.me })
