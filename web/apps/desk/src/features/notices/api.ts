import type { components } from '@frontdesk/client'
import { api } from '@/shell/api'

export type QueueNews = components['schemas']['QueueNews']
export type Notice = {
  id: string
  kind: 'mention' | 'assigned' | 'reply' | 'waiting' | 'overdue' | 'invited' | 'followed' | 'held' | 'queue'
  /** Empty where it is about a customer or a queue. */
  conversationId: string
  customerId?: string
  queue?: QueueNews
  seq: number
  by: { kind: string; id: string }
  times: number
  createdAt: string
  readAt?: string
}
export type Notices = { items: Notice[]; next?: string; unread: number }
/** What of a conversation a notice shows. */
export type Subject = { id: string; number: number; customerId: string; customerName: string; subject?: string; lastMessagePreview: string }

type Init = { params?: { path?: Record<string, string>; query?: Record<string, unknown> }; body?: unknown }
type Loose = Record<'GET' | 'POST', (path: string, init: Init) => Promise<{ data?: unknown }>>
const loose = api as unknown as Loose

export const LIST = ['notices'] as const
export const listNotices = async () => (await loose.GET('/api/v1/notices', { params: { query: { limit: 20 } } })).data as Notices
export const readNotices = async (ids: string[] | 'all') => (await loose.POST('/api/v1/notices/read', { body: ids === 'all' ? { all: true } : { ids } })).data as { unread: number }
export const getSubject = async (id: string) => (await loose.GET('/api/v1/conversations/{id}', { params: { path: { id } } })).data as Subject
export const getAbout = async (customer: string): Promise<Subject> => {
  const { id, name } = (await loose.GET('/api/v1/customers/{id}', { params: { path: { id: customer } } })).data as { id: string; name: string }
  return { id, number: 0, customerId: id, customerName: name, lastMessagePreview: '' }
}
/** What a notice is about, kept like the conversations of the inbox. */
export const subjectOf = ({ conversationId, customerId }: Pick<Notice, 'conversationId' | 'customerId'>) =>
  customerId ? { queryKey: ['notices', 'customer', customerId], queryFn: () => getAbout(customerId) } : { queryKey: ['inbox', 'conversation', conversationId], queryFn: () => getSubject(conversationId) }
export const getUsers = async () => (await loose.GET('/api/v1/users', {})).data as { items: { id: string; name: string }[] }
