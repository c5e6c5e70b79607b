import { call, type Page } from '@/shell/call'

export type Rated = {
  conversationId: string
  number: number
  customerName: string
  channelId: string
  teamId?: string
  userId?: string
  score: number
  solved?: 'yes' | 'no'
  reasons: { id: string; en: string; zh: string }[]
  comment?: string
  createdAt: string
  followUp?: { state: 'open' | 'done'; note?: string; by?: string; at?: string }
}
export type Asked = { state?: string; score?: number; team?: string; channel?: string; user?: string; from?: string }
type Named = { id: string; name: string }

export const keys = { list: (asked: Asked) => ['ratings', asked] as const, all: ['ratings'] as const }
export const listRatings = (asked: Asked, cursor: string) => call<Page<Rated>>('GET', '/ratings', { query: { ...asked, ...(cursor ? { cursor } : {}), limit: 50 } })
export const followUp = (id: string, state: 'open' | 'done', note: string) => call<Rated>('PUT', '/ratings/{id}/follow-up', { path: { id }, body: { state, note } })
export const exportPath = (asked: Asked) => `/ratings/export?${new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)])).toString()}`
export const getTeams = async () => (await call<Page<Named>>('GET', '/teams')).items
export const getPeople = async () => (await call<Page<Named>>('GET', '/users', { query: { limit: 200 } })).items
