import type { components } from '@frontdesk/client'
import { call, type Page } from '@/shell/call'

type Schemas = components['schemas']
export type Live = Schemas['LiveRow']
export type Agent = Schemas['AgentLoad']
export type TeamLoad = Schemas['TeamLoad']
export type Watch = Schemas['Watch']
export type Entry = Schemas['Entry']
export type Queue = Schemas['Figures']
export type State = Agent['state']
export type Team = { id: string; name: string }
export type Channel = { id: string; name: string; settings: { attention?: { warnAfter: number; alertAfter: number } } }
export type Desk = { userId: string; capacity: number; used: number }
type Done = { conversation: Live; entries: Entry[] }

/** What the list is narrowed to. */
export type Narrow = { what: What; team: string; agent: string; channel: string; queue: string }
export const WHATS = ['all', 'waiting', 'overdue', 'unassigned', 'lowRating', 'vip', 'negative', 'hit'] as const
export type What = (typeof WHATS)[number]

export const STATES: readonly State[] = ['online', 'busy', 'break', 'offline']
export const keys = {
  agents: (team: string) => ['supervisor', 'agents', team] as const,
  everyAgent: ['supervisor', 'agents'] as const,
  loads: ['supervisor', 'loads'] as const,
  queues: ['supervisor', 'queues'] as const,
  desks: ['supervisor', 'desks'] as const,
  watches: ['supervisor', 'watches'] as const,
  teams: ['desk', 'teams'] as const,
  channels: ['desk', 'channels'] as const,
}

const at = (id: string) => ({ path: { id } })
export const PAGE = 100
export function listLive(narrow: Narrow, cursor?: string, signal?: AbortSignal): Promise<Page<Live>> {
  const { what, team, agent, channel, queue } = narrow
  const query = {
    team, channel, queue, assignee: what === 'unassigned' ? 'none' : agent, cursor, limit: PAGE,
    ...(what === 'all' || what === 'unassigned' ? {} : { [what]: true }),
  }
  return call<Page<Live>>('GET', '/supervise/conversations', { query, ...(signal ? { signal } : {}) })
}
export const listAgents = (team: string, cursor?: string) => call<Page<Agent>>('GET', '/supervise/agents', { query: { team, cursor, limit: 200 } })
export const listLoads = async () => (await call<Page<TeamLoad>>('GET', '/supervise/teams')).items
export const listQueues = async () => (await call<Page<Queue>>('GET', '/routing/queues')).items
export const listDesks = async () => (await call<Page<Desk>>('GET', '/routing/desks', { query: { limit: 200 } })).items
export const getTeams = () => call<Page<Team>>('GET', '/teams')
export const getChannels = () => call<Page<Channel>>('GET', '/channels')

export const startWatch = (id: string) => call<Watch>('PUT', '/conversations/{id}/watch', at(id))
/** Ends a look, also while the page goes away. */
export const endWatch = (id: string) => call('DELETE', '/conversations/{id}/watch', { ...at(id), keepalive: true })
export const listWatches = (cursor?: string) => call<Page<Watch>>('GET', '/watches', { query: { cursor, limit: 50 } })
export const getConversation = (id: string) => call<Live>('GET', '/conversations/{id}', at(id))
export const listEntries = (id: string, range: { before?: number; after?: number; limit: number }) => call<Page<Entry>>('GET', '/conversations/{id}/entries', { ...at(id), query: range })

export const whisper = (id: string, body: string) => call<Done>('POST', '/conversations/{id}/whispers', { ...at(id), body: { body } })
export const barge = (id: string) => call<Done>('PUT', '/conversations/{id}/barge', at(id))
export const takeOver = (id: string) => call<Done>('PUT', '/conversations/{id}/take-over', at(id))
export const resolve = (id: string) => call<Done>('POST', '/conversations/{id}/resolve', { ...at(id), body: {} })
export const send = (id: string, clientId: string, body: string) => call<Done>('POST', '/conversations/{id}/messages', { ...at(id), body: { clientId, body } })
/** To a person, to a team that takes it from its person, or to a queue of routing. */
export type Target = { assigneeId: string } | { teamId: string } | { queueId: string }
export type Holder = Exclude<Target, { queueId: string }>
export const place = (to: Holder) => ('assigneeId' in to ? { assigneeId: to.assigneeId } : { teamId: to.teamId, assigneeId: '' })
export const assign = (id: string, to: Holder) => call<Done>('POST', '/conversations/{id}/assign', { ...at(id), body: place(to) })
export type Bulk = { items: { id: string; /** Why it was refused. */ code?: string; detail?: string; conversation?: Live }[] }
export const assignMany = (ids: readonly string[], to: Holder) =>
  call<Bulk>('POST', '/conversations/bulk', { body: { action: 'assign', items: ids.map((id) => ({ id })), ...place(to) } })

export const addNote = (id: string, clientId: string, body: string) => call<Done>('POST', '/conversations/{id}/notes', { ...at(id), body: { clientId, body } })
export const toQueue = (id: string, queueId: string, note: string) => call('PUT', '/routing/work/{conversationId}/queue', { path: { conversationId: id }, body: { queueId, ...(note ? { note } : {}) } })
export const invite = (id: string, userId: string) => call<Done>('PUT', '/conversations/{id}/participants/{userId}', { path: { id, userId } })

export const putPresence = (userId: string, state: State, reason?: string) => call('PUT', '/presence/{userId}', { path: { userId }, body: { state, ...(reason ? { reason } : {}) } })
export const signOut = (userId: string) => call('POST', '/supervise/agents/{userId}/sign-out', { path: { userId } })
