import type { components } from '@frontdesk/client'
import { api } from '@/shell/api'

/** Part of the inbox. */
export type View = 'mine' | 'unassigned' | 'all' | 'snoozed' | 'resolved' | 'mentions' | 'following'
export type Status = 'open' | 'snoozed' | 'resolved' | 'merged'
export type Priority = 'urgent' | 'high' | 'normal' | 'low'
export type Sentiment = 'negative' | 'neutral' | 'positive'
export type Sort = 'newest' | 'oldest' | 'waiting' | 'attention' | 'served'
export type AuthorKind = 'customer' | 'user' | 'bot' | 'system'
export type WriteKind = 'message' | 'note'

type Schemas = components['schemas']
export type Conversation = Schemas['Conversation']
/** A conversation as the list shows it to its reader. */
export type Row = Schemas['InboxRow']
export type Attachment = Schemas['Attachment']
export type Happening = Schemas['Happening']
export type Entry = Schemas['Entry']
export type Result = Schemas['Result']
export type Draft = Schemas['Draft']
export type Counts = Schemas['Counts']
/** A page of any list. */
export type Page<T> = { items: T[]; next?: string }

export type Presence = Schemas['PresenceView']
export type PresenceState = Presence['state']
export type Person = Schemas['UserView']
export type Team = Schemas['TeamView']
export type Tag = Schemas['Tag']
export type Channel = Schemas['Channel']
export type Visitor = Schemas['Visitor']
export type PageView = Schemas['PageView']
export type Customer = Schemas['Detail']

/** What narrows a list: of each one value is enough, all that are given must hold. */
export type Filter = Schemas['Filter']
export type SavedView = Schemas['SavedView']
export type ViewBody = Schemas['ViewBody']
/** What the list asks for. `pinned` is what the reader keeps on top, which is no view of the pane. */
export type Query = Filter & { view: View | 'pinned'; status?: Status; sort: Sort; limit?: number }

type Init = { params?: { path?: Record<string, string>; query?: Record<string, unknown> }; body?: unknown; signal?: AbortSignal; keepalive?: boolean; bodySerializer?: (body: unknown) => unknown }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Loose = Record<Method, (path: string, init: Init) => Promise<{ data?: unknown }>>

/** Only what is set: an empty query value means something else than none. */
function given(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''))
}
async function call<T>(method: Method, path: string, init: Init = {}): Promise<T> {
  return (await (api as unknown as Loose)[method](`/api/v1${path}`, init)).data as T
}
const at = (id: string) => ({ path: { id } })

/** A query as the address says it: lists with commas, what is off not at all. */
function asked({ channels, teams, assignees, tags, priorities, sentiments, queues, ...rest }: Query): Record<string, unknown> {
  const lists = Object.entries({ channel: channels, team: teams, assignee: assignees, tag: tags, priority: priorities, sentiment: sentiments, queue: queues }).map(([key, list]) => [key, list?.join(',')] as const)
  return { ...rest, ...Object.fromEntries(lists) }
}
export const listConversations = (query: Query, cursor: string | undefined, signal?: AbortSignal) =>
  query.view === 'pinned' ? call<Page<Row>>('GET', '/conversations/pinned', { signal }) : call<Page<Row>>('GET', '/conversations', { params: { query: given({ limit: cursor ? 100 : 50, ...asked(query), cursor }) }, signal })
export const getSpots = (ids: readonly string[]) => call<{ items: { conversationId: string; queueId: string; queueRank: number }[] }>('GET', '/conversations/queues', { params: { query: { id: ids.join(',') } } })
export const getViews = () => call<Page<SavedView>>('GET', '/views')
export const getViewCounts = () => call<{ items: Schemas['ViewCount'][] }>('GET', '/views/counts')
export const createView = (body: ViewBody) => call<SavedView>('POST', '/views', { body })
export const changeView = (id: string, body: ViewBody & { version: number }) => call<SavedView>('PUT', '/views/{id}', { params: at(id), body })
export const removeView = (id: string) => call<unknown>('DELETE', '/views/{id}', { params: at(id) })
export const pin = (id: string) => call<unknown>('PUT', '/conversations/{id}/pin', { params: at(id) })
export const unpin = (id: string) => call<unknown>('DELETE', '/conversations/{id}/pin', { params: at(id) })
export const seeMention = (id: string) => call<unknown>('PUT', '/conversations/{id}/mention-seen', { params: at(id) })
export const getCounts = () => call<Counts>('GET', '/conversations/counts')
export const getConversation = (id: string) => call<Row>('GET', '/conversations/{id}', { params: at(id) })
export const listEntries = (id: string, range: { before?: number; after?: number; limit: number }) =>
  call<Page<Entry>>('GET', '/conversations/{id}/entries', { params: { ...at(id), query: given(range) } })

export const entriesAround = (id: string, moment: Date) =>
  call<{ seq: number; items: Entry[] }>('GET', '/conversations/{id}/entries/around', { params: { ...at(id), query: { at: moment.toISOString(), limit: 100 } } })

type FileRef = { fileId: string }
export type Outgoing = { clientId: string; body: string; attachments: FileRef[]; mentions: string[]; quoteId?: string; confirmed?: boolean }
export const sendMessage = (id: string, out: Outgoing, keepalive = false) =>
  call<Result>('POST', '/conversations/{id}/messages', { params: at(id), body: { clientId: out.clientId, body: out.body, attachments: out.attachments, ...(out.quoteId ? { quoteId: out.quoteId } : {}), ...(out.confirmed ? { confirmed: true } : {}) }, keepalive })
export const addNote = (id: string, out: Outgoing, keepalive = false) => call<Result>('POST', '/conversations/{id}/notes', { params: at(id), body: out, keepalive })
export const markSeen = (id: string, seq: number) => call<unknown>('POST', '/conversations/{id}/seen', { params: at(id), body: { seq } })

export type Assignment = { assigneeId?: string; teamId?: string; ifAssigneeId?: string }
export const assign = (id: string, body: Assignment) => call<Result>('POST', '/conversations/{id}/assign', { params: at(id), body })
export const snooze = (id: string, until: string) => call<Result>('POST', '/conversations/{id}/snooze', { params: at(id), body: { until } })
export const unsnooze = (id: string) => call<Result>('POST', '/conversations/{id}/unsnooze', { params: at(id) })
export type SummaryBody = Schemas['Summarise']
export const resolve = (id: string, summary?: SummaryBody) => call<Result>('POST', '/conversations/{id}/resolve', { params: at(id), body: summary ? { summary } : {} })
export const reopen = (id: string) => call<Result>('POST', '/conversations/{id}/reopen', { params: at(id) })
export type BulkBody = { action: 'assign' | 'tag' | 'untag' | 'priority' | 'snooze' | 'resolve' | 'undo'; items: { id: string; ifAssigneeId?: string; summary?: SummaryBody; entryId?: string }[]; assigneeId?: string; teamId?: string; tagIds?: string[]; priority?: Priority; until?: string }
export type BulkDone = { id: string; conversation?: Conversation; entries: Entry[]; code?: string; detail?: string }
export const bulk = (body: BulkBody) => call<{ items: BulkDone[] }>('POST', '/conversations/bulk', { body })
export const undo = (id: string, entryId: string) => call<Result>('POST', '/conversations/{id}/undo', { params: at(id), body: { entryId } })
export const setPriority = (id: string, priority: Priority) => call<Result>('PUT', '/conversations/{id}/priority', { params: at(id), body: { priority } })
export const setSentiment = (id: string, sentiment: Sentiment | '') => call<Result>('PUT', '/conversations/{id}/sentiment', { params: at(id), body: { sentiment } })
export const invite = (id: string, userId: string) => call<Result>('PUT', '/conversations/{id}/participants/{userId}', { params: { path: { id, userId } } })
export const dismiss = (id: string, userId: string) => call<Result>('DELETE', '/conversations/{id}/participants/{userId}', { params: { path: { id, userId } } })
export type MergeResult = Schemas['MergeResult']
export const merge = (id: string, into: string) => call<MergeResult>('POST', '/conversations/{id}/merge', { params: at(id), body: { into } })
export const unmerge = (id: string) => call<MergeResult>('POST', '/conversations/{id}/unmerge', { params: at(id) })
export type SplitBody = { seqs: number[]; subject?: string; assigneeId?: string; teamId?: string }
export const split = (id: string, body: SplitBody) => call<MergeResult>('POST', '/conversations/{id}/split', { params: at(id), body })
export const listTaken = (id: string, range: { before?: number; limit: number }) => call<Page<Entry>>('GET', '/conversations/{id}/taken', { params: { ...at(id), query: given(range) } })
export const setTags = (id: string, tagIds: string[]) => call<Result>('PUT', '/conversations/{id}/tags', { params: at(id), body: { tagIds } })

export const getDrafts = (id: string) => call<Page<Draft>>('GET', '/conversations/{id}/draft', { params: at(id) })
export type DraftBody = { kind: WriteKind; body: string; attachments: FileRef[]; mentions: string[] }
export const putDraft = (id: string, body: DraftBody) => call<unknown>('PUT', '/conversations/{id}/draft', { params: at(id), body })
export const deleteDraft = (id: string, kind: WriteKind) => call<unknown>('DELETE', '/conversations/{id}/draft', { params: { ...at(id), query: { kind } } })

export const getUsers = () => call<Page<Person>>('GET', '/users')
export const getTeams = () => call<Page<Team>>('GET', '/teams')
export const getTags = () => call<Page<Tag>>('GET', '/tags')
export const createTag = (name: string) => call<Tag>('POST', '/tags', { body: { name, colour: 'grey' } })
export const getChannels = () => call<Page<Channel>>('GET', '/channels')
export const getPresence = () => call<Page<Presence>>('GET', '/presence')
export const putPresence = (state: PresenceState, reason?: string) => call<Presence>('PUT', '/presence/me', { body: given({ state, reason }) })

export const getCustomer = (id: string) => call<Customer>('GET', '/customers/{id}', { params: at(id) })
export type CustomerPatch = Partial<Pick<Customer, 'name' | 'email' | 'phone' | 'company' | 'note' | 'level'>>
export const patchCustomer = (id: string, version: number, patch: CustomerPatch) =>
  call<Customer>('PATCH', '/customers/{id}', { params: at(id), body: { version, ...patch } })
export const setCustomerTags = (id: string, tagIds: string[]) => call<Customer>('PUT', '/customers/{id}/tags', { params: at(id), body: { tagIds } })
export const getCustomerPages = (id: string) => call<Page<PageView>>('GET', '/customers/{id}/pages', { params: at(id) })
export const getCustomerConversations = (id: string) => call<Page<Row>>('GET', '/customers/{id}/conversations', { params: { ...at(id), query: { limit: 20 } } })

