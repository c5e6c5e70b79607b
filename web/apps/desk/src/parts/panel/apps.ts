import type { components } from '@frontdesk/client'
import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'

export type App = components['schemas']['App']
export type AppMade = components['schemas']['AppMade']
export type Launch = components['schemas']['Launch']

export const keys = { apps: ['panel', 'apps'] as const }
const at = (id: string) => ({ path: { id } })
export const getApps = async () => (await call<Page<App>>('GET', '/apps')).items
export const createApp = (name: string, url: string) => call<AppMade>('POST', '/apps', { body: { name, url } })
export const patchApp = (app: App, change: { name?: string; url?: string; enabled?: boolean; rotateSecret?: boolean }) => call<AppMade>('PATCH', '/apps/{id}', { ...at(app.id), body: { version: app.version, ...change } })
export const deleteApp = (id: string) => call('DELETE', '/apps/{id}', at(id))
export const launch = (id: string, conversationId: string) => call<Launch>('POST', '/apps/{id}/token', { ...at(id), body: { conversationId } })
export const framePath = (id: string) => `/api/v1/apps/${encodeURIComponent(id)}/frame`
export const changed = () => queryClient.invalidateQueries({ queryKey: keys.apps })

/** How tall an app may make itself. */
const SHORTEST = 80
const TALLEST = 2_000
const MOST = 4_000

/** What an app asks of the desk; undefined for anything that is no such message. */
export type Ask = { type: 'ready' } | { type: 'insert'; text: string } | { type: 'resize'; height: number }
export function askOf(data: unknown): Ask | undefined {
  const said = (data as { app?: unknown } | null)?.app
  if (typeof said !== 'object' || said === null) return undefined
  const { type, text, height } = said as Record<string, unknown>
  if (type === 'frontdesk:ready') return { type: 'ready' }
  if (type === 'frontdesk:insert' && typeof text === 'string' && text.trim()) return { type: 'insert', text: text.slice(0, MOST) }
  if (type === 'frontdesk:resize' && typeof height === 'number' && Number.isFinite(height)) return { type: 'resize', height: Math.min(TALLEST, Math.max(SHORTEST, Math.round(height))) }
  return undefined
}
