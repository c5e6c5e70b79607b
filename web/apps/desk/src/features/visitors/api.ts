import { Problem, type components } from '@frontdesk/client'
import { call, type Page } from '@/shell/call'

type Schemas = components['schemas']
export type Visit = Schemas['Visit']
export type Listed = Schemas['Listed']
export type Rule = Schemas['Rule']
export type RuleDraft = Pick<Rule, 'name' | 'enabled' | 'position' | 'when' | 'message'>
export type VisitorSettings = Schemas['VisitorSettings']
export type Report = Schemas['VisitorReport']
export type Counts = Schemas['VisitorCounts']
export type Asked = { q?: string; state?: string; source?: string; device?: string; known?: string; sort?: string; cursor?: string }
type Named = { id: string; name: string }

export const PAGE = 50
export const STATES = ['idle', 'invited', 'talking'] as const
export const SOURCES = ['direct', 'search', 'ad', 'social', 'referral'] as const
export const DEVICES = ['desktop', 'phone', 'tablet'] as const
export const KNOWN = ['new', 'back', 'known'] as const
export const SORTS = ['newest', 'time', 'pages', 'visits'] as const

export const keys = {
  list: (asked: Asked) => ['visitors', 'list', asked] as const,
  lists: ['visitors', 'list'] as const,
  one: (id: string) => ['visitors', 'one', id] as const,
  rules: ['visitors', 'rules'] as const,
  settings: ['visitors', 'settings'] as const,
  report: (from: string, to: string) => ['visitors', 'report', from, to] as const,
}

/** The list. As long as nothing has changed since `before`, nothing but that is sent. */
export async function listVisitors(asked: Asked, before?: Listed): Promise<Listed> {
  try {
    return await call<Listed>('GET', '/visitors', { query: { ...asked, limit: PAGE }, ...(before?.tag ? { headers: { 'If-None-Match': before.tag } } : {}) })
  } catch (error) {
    if (before && error instanceof Problem && error.status === 304) return before
    throw error
  }
}
const at = (id: string) => ({ path: { id } })
export const getVisitor = (id: string) => call<Visit>('GET', '/visitors/{id}', at(id))
export const inviteVisitor = (id: string, body: string) => call('POST', '/visitors/{id}/invites', { ...at(id), body: { body } })
export const getRules = async () => (await call<Page<Rule>>('GET', '/visitor-rules')).items
export const addRule = (rule: RuleDraft) => call<Rule>('POST', '/visitor-rules', { body: rule })
export const changeRule = (id: string, version: number, rule: RuleDraft) => call<Rule>('PUT', '/visitor-rules/{id}', { ...at(id), body: { version, ...rule } })
export const removeRule = (id: string) => call('DELETE', '/visitor-rules/{id}', at(id))
export const getSettings = () => call<VisitorSettings>('GET', '/visitor-settings')
export const putSettings = (settings: VisitorSettings) => call<VisitorSettings>('PUT', '/visitor-settings', { body: settings })
export const getReport = (from: string, to: string) => call<Report>('GET', '/visitor-report', { query: { from, to } })
export const getUsers = () => call<Page<Named>>('GET', '/users', { query: { limit: 200 } })
export const getChannels = () => call<Page<Named>>('GET', '/channels')
export const getZone = async () => (await call<{ timezone: string }>('GET', '/workspace')).timezone

/** A page's address without its scheme and query, for a list. */
export function shortUrl(url: string): string {
  try {
    const page = new URL(url)
    return `${page.host}${page.pathname === '/' ? '' : decodeURI(page.pathname)}`
  } catch {
    return url
  }
}

/** What a visitor without a name is called: the end of the id, so that two can be told apart. */
export const shortId = (id: string) => id.slice(-4).toUpperCase()

/** The rows in the order in which they were held: who left stays as the last word said of them, who came waits. */
export function inOrder(rows: readonly Visit[], held: readonly Visit[] | undefined): { rows: Visit[]; waiting: number } {
  if (!held) return { rows: [...rows], waiting: 0 }
  const now = new Map(rows.map((row) => [row.id, row]))
  const known = new Set(held.map((row) => row.id))
  return { rows: held.map((row) => now.get(row.id) ?? row), waiting: rows.filter((row) => !known.has(row.id)).length }
}
