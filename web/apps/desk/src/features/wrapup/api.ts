import type { components } from '@frontdesk/client'
import { call, type Page } from '@/shell/call'

type Schemas = components['schemas']
export type Report = Schemas['Report']
export type Line = Schemas['Line']
export type Summary = Schemas['Summary']
export type Asked = { from: string; to: string; teamId?: string; agentId?: string; categoryId?: string; outcome?: string }
type Named = { id: string; name: string }

export const keys = {
  report: (asked: Asked) => ['wrapup', 'report', asked] as const,
  list: (asked: Asked) => ['wrapup', 'list', asked] as const,
}
export const getReport = (asked: Asked) => call<Report>('GET', '/wrapup/report', { query: asked })
export const listSummaries = (asked: Asked, cursor: string) => call<Page<Summary>>('GET', '/wrapup/summaries', { query: { ...asked, cursor, limit: 50 } })
export const getUsers = () => call<Page<Named>>('GET', '/users', { query: { limit: 200 } })
export const getTeams = () => call<Page<Named>>('GET', '/teams')
export const getZone = async () => (await call<{ timezone: string }>('GET', '/workspace')).timezone
