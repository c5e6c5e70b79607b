import { t } from '@frontdesk/i18n'
import type { Folder, Reply } from '@/parts/replies/api'

export type Line = { folder: Folder; depth: number }

/** The folders of a tree in the order of a page, each with its depth. */
export function flatten(folders: readonly Folder[], parent = '', depth = 0): Line[] {
  return folders.filter((one) => (one.parentId ?? '') === parent).flatMap((folder) => [{ folder, depth }, ...flatten(folders, folder.id, depth + 1)])
}

/** What a row says of a reply that agents are not simply offered. */
export function standing(reply: Reply, now = Date.now()): { text: string; tone: 'warn' | 'neutral' | 'bad' } | undefined {
  if (reply.state !== 'approved') {
    if (reply.state === 'review') return { text: t('replies.state.review'), tone: 'warn' }
    return { text: t(reply.inUse ? 'replies.state.changed' : 'replies.state.draft'), tone: reply.reason ? 'bad' : 'neutral' }
  }
  if (reply.effectiveUntil && Date.parse(reply.effectiveUntil) <= now) return { text: t('replies.state.over'), tone: 'neutral' }
  if (reply.effectiveFrom && Date.parse(reply.effectiveFrom) > now) return { text: t('replies.state.later'), tone: 'neutral' }
  return undefined
}

/** A moment as a date field shows it, in the time of this browser; and back. */
export function toField(moment: string | undefined): string {
  if (!moment) return ''
  const at = new Date(moment)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
export const NEVER = '0001-01-01T00:00:00Z'
export const fromField = (value: string): string => (value ? new Date(value).toISOString() : NEVER)
