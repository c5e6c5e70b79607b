import { formatFull, t } from '@frontdesk/i18n'
import { call } from '@/shell/call'
import { activityText } from './activity'
import type { Conversation, Entry } from './api'
import type { useDirectory } from './useDirectory'

export type Export = { conversation: Conversation; entries: Entry[]; cut: boolean; exportedAt: string }
/** One line of an exported conversation. */
export type Line = { key: string; kind: 'in' | 'out' | 'note' | 'event'; who: string; at: string; text: string; files: string[]; quote: string }
type Directory = ReturnType<typeof useDirectory>

export const getExport = (id: string, notes: boolean) => call<Export>('GET', '/conversations/{id}/export', { path: { id }, query: { notes } })

/** What was said, by whom and when, in the reader's language. */
export function linesOf({ conversation, entries }: Export, dir: Directory): Line[] {
  const nameOf = ({ authorKind, authorId }: Pick<Entry, 'authorKind' | 'authorId'>) =>
    authorKind === 'customer' ? conversation.customerName : authorKind === 'user' ? dir.nameOf(authorId) : authorKind === 'bot' ? t('inbox.bot') : t('inbox.act.system')
  return entries.map((entry): Line => {
    const who = nameOf(entry)
    const event = entry.kind === 'activity' || !!entry.recalled
    return {
      key: entry.id, who, at: formatFull(entry.createdAt),
      kind: event ? 'event' : entry.kind === 'note' ? 'note' : entry.authorKind === 'customer' ? 'in' : 'out',
      text: entry.recalled ? t('inbox.thread.recalled', { name: who }) : entry.kind === 'activity' ? activityText(entry, conversation.customerName, dir) : (entry.body ?? ''),
      files: (entry.attachments ?? []).map((file) => file.name),
      quote: !event && entry.quote ? (entry.quote.content === 'recalled' ? t('inbox.thread.quoteRecalled') : `${nameOf(entry.quote)}: ${entry.quote.excerpt ?? ''}`) : '',
    }
  })
}

/** The conversation as plain text. */
export function textOf(data: Export, dir: Directory): string {
  const { conversation, cut, exportedAt } = data
  const head = [`${conversation.customerName} · #${conversation.number}`, ...(conversation.subject ? [conversation.subject] : []), t('thread.exportedAt', { time: formatFull(exportedAt) }), ...(cut ? [t('thread.exportCut')] : [])]
  const body = linesOf(data, dir).map(({ kind, who, at, text, files, quote }) =>
    kind === 'event'
      ? `[${at}] ${text}`
      : [`[${at}] ${kind === 'note' ? t('inbox.thread.note', { name: who }) : who}`, ...(quote ? [`> ${quote}`] : []), ...(text ? [text] : []), ...files.map((name) => `📎 ${name}`)].join('\n'),
  )
  return [...head, '', body.join('\n\n'), ''].join('\n')
}

/** Hands a text to the reader as a file; the mark at its start lets older programs read Chinese. */
export function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
