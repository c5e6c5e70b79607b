import { call, type Page } from '@/shell/call'

export type Field = { path: string[]; before?: unknown; after?: unknown }
export type Version = {
  id: string
  kind: string
  subjectId: string
  name?: string
  version: number
  at: string
  by: { kind: string; id: string }
  action: 'created' | 'changed' | 'removed'
  fields: Field[]
  touched: string[]
  restored?: number
  undone?: boolean
}
export type Filter = { kind?: string | undefined; subjectId?: string | undefined; personId?: string | undefined; from?: string | undefined; to?: string | undefined }

export const historyKey = ['settings', 'history'] as const
export const getVersions = (filter: Filter, cursor?: string) => call<Page<Version>>('GET', '/setting-versions', { query: { ...filter, cursor, limit: 30 } })
export const restoreVersion = (id: string, latest: number, undo: boolean) => call<Version>('POST', '/setting-versions/{id}/restore', { path: { id }, body: { latest, undo } })
