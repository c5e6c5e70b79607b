import { toast } from '@frontdesk/ui'
import { t } from '@frontdesk/i18n'
import { explain } from '@/shell/api'
import { call, type Page } from '@/shell/call'
import type { Attachment, Entry, Result } from './api'
import { resultArrived } from './cache'
import { taken } from './quoting'

export type Revision = { seq: number; body: string; attachments?: Attachment[]; mentions?: string[]; writtenAt: string }
const at = ({ conversationId, id }: Entry) => ({ path: { id: conversationId, entryId: id } })

export const getRevisions = async (entry: Entry) => (await call<Page<Revision>>('GET', '/conversations/{id}/entries/{entryId}/revisions', at(entry))).items

const WINDOW_MS = 120_000

/** What the reader may do to an entry now. The server decides; this only keeps from offering what it would refuse. */
export function rightsTo(entry: Entry, me: string, can: (permission: string) => boolean) {
  const own = entry.authorKind === 'user' && entry.authorId === me && can(entry.kind === 'note' ? 'conversation.note' : 'conversation.reply')
  const fresh = Date.now() - Date.parse(entry.createdAt) < WINDOW_MS
  const there = entry.kind !== 'activity' && !entry.recalled
  return {
    quote: there && (can('conversation.reply') || can('conversation.note')),
    copy: there && !!entry.body,
    edit: there && own && (fresh || entry.kind === 'note'),
    recall: there && own && fresh,
    history: (!!entry.recalled || !!entry.editedAt) && (can('conversation.history') || (entry.authorKind === 'user' && entry.authorId === me)),
  }
}

/** Takes a message or note back. What it said stays in this page, to be written again. */
export async function recall(entry: Entry): Promise<void> {
  taken.set(entry.id, { body: entry.body ?? '', attachments: entry.attachments ?? [] })
  try {
    resultArrived(await call<Result>('POST', '/conversations/{id}/entries/{entryId}/recall', at(entry)))
    toast({ text: t('thread.recalled'), tone: 'ok' })
  } catch (error) {
    taken.delete(entry.id)
    toast({ text: explain(error), tone: 'bad' })
  }
}

/** True when the server has the new text. */
export async function edit(entry: Entry, body: string, mentions: string[]): Promise<boolean> {
  try {
    resultArrived(await call<Result>('POST', '/conversations/{id}/entries/{entryId}/edit', { ...at(entry), body: { body, mentions } }))
    return true
  } catch (error) {
    toast({ text: explain(error), tone: 'bad' })
    return false
  }
}
