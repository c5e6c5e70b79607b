import { call, type Page } from '@/shell/call'

export type Level = 'normal' | 'vip'
export type Visitor = { id: string; device: string; browser?: string; system?: string; locale?: string; timezone?: string; referrer?: string; entryPage?: string; verified: boolean; lastSeenAt: string }
export type Identity = { kind: string; value: string; verified?: boolean }
export type Customer = {
  id: string
  name: string
  email?: string
  phone?: string
  company?: string
  level: Level
  locale?: string
  timezone?: string
  attributes?: Record<string, unknown>
  note?: string
  anonymous: boolean
  mergedInto?: string
  tagIds: string[]
  createdAt: string
  lastSeenAt: string
  version: number
}
export type Detail = Customer & { identities?: Identity[]; visitors?: Visitor[] }
export type PageView = { url: string; title?: string; at: string }
export type Tag = { id: string; name: string; colour: string }
export type Talk = { id: string; number: number; subject?: string; status: 'open' | 'snoozed' | 'resolved'; lastMessagePreview: string; lastMessageKind?: string; lastEntryAt: string; ratingScore?: number }

export const PAGE = 50
export const keys = {
  list: (query: Record<string, string>) => ['customers', 'list', query] as const,
  lists: ['customers', 'list'] as const,
  one: (id: string) => ['customers', 'one', id] as const,
  pages: (id: string) => ['customers', 'pages', id] as const,
  talks: (id: string) => ['customers', 'talks', id] as const,
  tags: ['desk', 'tags', 'all'] as const,
}
const at = (id: string) => ({ path: { id } })
export const listCustomers = (query: { q?: string; level?: string; tag?: string; segment?: string; where?: string; cursor?: string }) => call<Page<Customer>>('GET', '/customers', { query: { ...query, limit: PAGE } })
export const getCustomer = (id: string) => call<Detail>('GET', '/customers/{id}', at(id))
export type CustomerDraft = Required<Pick<Customer, 'name' | 'email' | 'phone' | 'company' | 'note' | 'level'>>
export const patchCustomer = (id: string, version: number, body: Partial<CustomerDraft>) => call<Customer>('PATCH', '/customers/{id}', { ...at(id), body: { version, ...body } })
export const setTags = (id: string, tagIds: string[]) => call<Customer>('PUT', '/customers/{id}/tags', { ...at(id), body: { tagIds } })
export const getPages = async (id: string) => (await call<Page<PageView>>('GET', '/customers/{id}/pages', at(id))).items
export const getTalks = async (id: string) => (await call<Page<Talk>>('GET', '/customers/{id}/conversations', { ...at(id), query: { limit: 50 } })).items
export const getTags = async () => (await call<Page<Tag>>('GET', '/tags')).items

/** Only the fields that differ: the rest may be changed by a colleague at the same time. */
export function changes(draft: CustomerDraft, before: Customer): Partial<CustomerDraft> {
  const names = Object.keys(draft) as (keyof CustomerDraft)[]
  return Object.fromEntries(names.filter((name) => draft[name] !== (before[name] ?? '')).map((name) => [name, draft[name]]))
}

/** A page's address without its scheme, for a list. */
export function shortUrl(url: string): string {
  try {
    const at = new URL(url)
    return `${at.host}${at.pathname === '/' ? '' : at.pathname}`
  } catch {
    return url
  }
}
