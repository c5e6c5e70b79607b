import type { components } from '@frontdesk/client'
import { call, type Page } from '@/shell/call'

type Schemas = components['schemas']
export type Line = Schemas['DayFigures']
export type Report = Schemas['DailyReport']
export type Behind = Schemas['Behind']
export type OwnDay = Schemas['OwnDay']
export type Asked = { from: string; to: string; teamId?: string; agentId?: string; channelId?: string }
export const BY = ['agent', 'team', 'channel', 'day'] as const
export type By = (typeof BY)[number]
type Named = { id: string; name: string }

export const keys = {
  report: (asked: Asked, by: By) => ['insight', 'daily', asked, by] as const,
  behind: (asked: Asked, figure: string) => ['insight', 'behind', asked, figure] as const,
  own: (day: string) => ['insight', 'own', day] as const,
}
/** Figures of today follow what happens: they are read again this often; those of many days cost more and move less. */
export const FRESH = 10_000
export const FRESH_LONG = 60_000
export const getReport = (asked: Asked, by: By) => call<Report>('GET', '/insight/daily', { query: { ...asked, by } })
export const listBehind = (asked: Asked, figure: string, cursor: string) => call<Page<Behind>>('GET', '/insight/daily/conversations', { query: { ...asked, figure, cursor, limit: 50 } })
export const getOwnDay = (day: string) => call<OwnDay>('GET', '/insight/me', { query: { day } })
export const getTeams = () => call<Page<Named>>('GET', '/teams')
export const getChannels = () => call<Page<Named>>('GET', '/channels')
export const getZone = async () => (await call<{ timezone: string }>('GET', '/workspace')).timezone
