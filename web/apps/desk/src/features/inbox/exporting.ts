import { formatFull, formatList, formatNumber, t } from '@frontdesk/i18n'
import { call } from '@/shell/call'
import { getFields, getValues, nameOf } from '@/parts/panel/api'
import { activityText } from './activity'
import type { Conversation, Entry } from './api'
import type { useDirectory } from './useDirectory'

type Sheet = { conversation: Conversation; taken?: Entry[]; entries: Entry[]; parts?: { id: string; after: number }[]; next?: number; exportedAt: string }
/** A whole conversation, with what was merged into it in its place; `cut` says that it was too long. */
export type Export = { conversation: Conversation; entries: Entry[]; facts: string[]; cut: boolean; exportedAt: string }
/** One line of an exported conversation. */
export type Line = { key: string; kind: 'in' | 'out' | 'note' | 'event'; who: string; at: string; text: string; files: string[]; quote: string }
type Directory = ReturnType<typeof useDirectory>

const MOST = 50_000
const DEPTH = 20

/** Reads a conversation page by page, and each that was merged into it where it stands. */
async function read(id: string, notes: boolean, into: Entry[], depth = 0): Promise<Sheet> {
  let after = 0
  for (;;) {
    const sheet = await call<Sheet>('GET', '/conversations/{id}/export', { path: { id }, query: { notes, after } })
    into.push(...(sheet.taken ?? []))
    const parts = [...(sheet.parts ?? [])]
    for (const entry of sheet.entries) {
      while (parts[0] && parts[0].after < entry.seq) await part(parts.shift()?.id ?? '')
      into.push(entry)
    }
    for (const { id: one } of parts) await part(one)
    if (!sheet.next || into.length >= MOST) return sheet
    after = sheet.next
  }
  async function part(one: string) {
    if (depth < DEPTH && into.length < MOST) await read(one, notes, into, depth + 1)
  }
}

export async function getExport(id: string, notes: boolean): Promise<Export> {
  const entries: Entry[] = []
  const [{ conversation, exportedAt }, facts] = await Promise.all([read(id, notes, entries), notes ? factsOf(id) : []])
  return { conversation, exportedAt, facts, entries: entries.slice(0, MOST), cut: entries.length >= MOST }
}

/** What the company's own fields say of it, one line each. */
async function factsOf(id: string): Promise<string[]> {
  const [fields, values] = await Promise.all([getFields(), getValues('conversation', id)])
  return fields.flatMap((field) => {
    const value = values[field.id]
    if (field.of !== 'conversation' || value === undefined) return []
    const chosen = (Array.isArray(value) ? value : [value]).map((one) => field.options.find((option) => option.id === one)).flatMap((option) => (option ? [nameOf(option)] : []))
    return [`${nameOf(field)}: ${chosen.length ? formatList(chosen) : typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : typeof value === 'number' ? formatNumber(value) : String(value)}`]
  })
}

/** What was said, by whom and when, in the reader's language. */
export function linesOf({ conversation, entries }: Export, dir: Directory): Line[] {
  const whoIs = ({ authorKind, authorId }: Pick<Entry, 'authorKind' | 'authorId'>) =>
    authorKind === 'customer' ? conversation.customerName : authorKind === 'user' ? dir.nameOf(authorId) : authorKind === 'bot' ? t('inbox.bot') : t('inbox.act.system')
  return entries.map((entry): Line => {
    const who = whoIs(entry)
    const event = entry.kind === 'activity' || !!entry.recalled
    return {
      key: entry.id, who, at: formatFull(entry.createdAt),
      kind: event ? 'event' : entry.kind === 'note' ? 'note' : entry.authorKind === 'customer' ? 'in' : 'out',
      text: entry.recalled ? t('inbox.thread.recalled', { name: who }) : entry.kind === 'activity' ? activityText(entry, conversation.customerName, dir) : (entry.body ?? ''),
      files: (entry.attachments ?? []).map((file) => file.name),
      quote: !event && entry.quote ? (entry.quote.content === 'recalled' ? t('inbox.thread.quoteRecalled') : `${whoIs(entry.quote)}: ${entry.quote.excerpt ?? ''}`) : '',
    }
  })
}

/** The conversation as plain text. */
export function textOf(data: Export, dir: Directory): string {
  const { conversation, cut, facts, exportedAt } = data
  const head = [`${conversation.customerName} · #${conversation.number}`, ...(conversation.subject ? [conversation.subject] : []), ...facts, t('thread.exportedAt', { time: formatFull(exportedAt) }), ...(cut ? [t('thread.exportCut')] : [])]
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
