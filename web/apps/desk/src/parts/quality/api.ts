import type { components } from '@frontdesk/client'
import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'

export type Mark = components['schemas']['Mark']
export type Reason = Mark['reason']
export type State = Mark['state']
export const REASONS: readonly Reason[] = ['attitude', 'accuracy', 'compliance', 'complaint', 'good', 'other']

export const keys = {
  all: ['quality'] as const,
  of: (conversation: string) => ['quality', 'of', conversation] as const,
  list: (state: string, reason: string) => ['quality', 'list', state, reason] as const,
}
const at = (id: string) => ({ path: { id } })
export const getMarksOf = async (conversation: string) => (await call<Page<Mark>>('GET', '/conversations/{id}/inspections', at(conversation))).items
export const addMark = (conversation: string, reason: Reason, comment: string) => call<Mark>('POST', '/conversations/{id}/inspections', { ...at(conversation), body: { reason, comment } })
export const listMarks = (state: State | undefined, reason: Reason | undefined, cursor: string) => call<Page<Mark>>('GET', '/inspections', { query: { state, reason, cursor } })
export const finish = (mark: Mark, verdict: string) => call<Mark>('PATCH', '/inspections/{id}', { ...at(mark.id), body: { version: mark.version, state: 'done', verdict } })
export const reopen = (mark: Mark) => call<Mark>('PATCH', '/inspections/{id}', { ...at(mark.id), body: { version: mark.version, state: 'open' } })
export const withdraw = (id: string) => call('DELETE', '/inspections/{id}', at(id))
export const changed = () => queryClient.invalidateQueries({ queryKey: keys.all })
