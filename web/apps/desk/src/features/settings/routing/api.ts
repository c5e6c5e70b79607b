import { call, type Page } from '@/shell/call'
import type { Plan } from './plan'

export type Finding = { field: string; code: string; detail: string }
export type Draft = { plan: Plan; base: number; version: number; author?: string; at?: string; problems: Finding[]; warnings: Finding[] }
export type Published = { number: number; author?: string; note?: string; at: string; plan?: Plan }
export type Desk = { userId: string; name: string; invited: boolean; picture?: string; teamIds: string[]; skills: Record<string, number>; capacity: number; limits: Record<string, number>; used: number; holds: Record<string, number>; version: number }
export type DeskChange = Pick<Desk, 'skills' | 'capacity' | 'limits' | 'version'>

export const keys = { centres: ['settings', 'routing', 'centres'] as const, plans: ['settings', 'routing', 'plans'] as const, desks: ['settings', 'routing', 'desks'] as const }

export const getDraft = () => call<Draft>('GET', '/routing/draft')
export const putDraft = (plan: Plan, base: number, version: number) => call<Draft>('PUT', '/routing/draft', { body: { plan, base, version } })
export const checkPlan = (plan: Plan) => call<Pick<Draft, 'problems' | 'warnings'>>('POST', '/routing/check', { body: { plan } })
export const discardDraft = (version: number) => call<Draft>('DELETE', '/routing/draft', { query: { version } })
export const getPlan = () => call<Required<Published>>('GET', '/routing/plan')
export const getPlans = (cursor?: string) => call<Page<Published>>('GET', '/routing/plans', { query: { limit: 20, cursor } })
export const getPublished = (number: number) => call<Required<Published>>('GET', '/routing/plans/{number}', { path: { number: String(number) } })
export const publish = (version: number, note: string) => call<Published>('POST', '/routing/publish', { body: { version, note } })
export const restore = (number: number, note: string) => call<Published>('POST', '/routing/plans/{number}/restore', { path: { number: String(number) }, body: { note } })
export const getDesks = (query: { q?: string; teamId?: string; state?: 'here' | 'invited' }, cursor?: string) => call<Page<Desk>>('GET', '/routing/desks', { query: { ...query, limit: 200, cursor } })
/** Another system to which conversations can be handed over: a webhook. */
export type Centre = { id: string; name: string; on: boolean }
export const getCentres = () => call<{ items: Centre[] | null }>('GET', '/routing/centres')
export const putDesk = (id: string, body: DeskChange) => call<DeskChange>('PUT', '/routing/desks/{userId}', { path: { userId: id }, body })
export const changeDesks = (body: { userIds: string[]; skills: Record<string, number> }) => call<{ changed: number }>('POST', '/routing/desks/change', { body })
