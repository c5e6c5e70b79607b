import { call, type Page } from '@/shell/call'

export type Side = 'agent' | 'visitor' | 'both'
export type Action = 'block' | 'warn' | 'replace' | 'report'
export const SIDES = ['both', 'agent', 'visitor'] as const
export const ACTIONS = ['block', 'warn', 'replace', 'report'] as const
export const TONES = { block: 'bad', warn: 'warn', replace: 'accent', report: 'neutral' } as const

export type Word = { id: string; text: string; side: Side; action: Action; replacement?: string; note?: string; inside: boolean; enabled: boolean; createdAt: string; updatedAt: string; updatedBy?: string; version: number }
export type WordFields = { text: string; side: Side; action: Action; replacement: string; note: string; inside: boolean }
export type WordFilter = { q?: string; side?: string; action?: string; enabled?: string }
export type Match = { start: number; end: number; word: string; action: Action; replacement?: string; note?: string }
export type Verdict = { action?: Action; text: string; matches: Match[] }
export type Hit = { id: string; at: string; side: 'agent' | 'visitor'; action: Action; wordId: string; word: string; authorId: string; conversationId?: string; entryId?: string }
export type ImportReport = { imported: boolean; rows: number; added: number; changed: number; kept: number; bad: number; problems: { row: number; text: string; field: string; message: string }[] }

export type BlockKind = 'customer' | 'device' | 'address'
export type BlockStatus = 'proposed' | 'active' | 'refused' | 'lifted'
export type Blocked = {
  id: string
  kind: BlockKind
  subject: string
  label?: string
  status: BlockStatus
  reason: string
  expiresAt?: string
  conversationId?: string
  proposedBy: string
  proposedAt: string
  decidedBy?: string
  decidedAt?: string
  liftedBy?: string
  liftedAt?: string
  version: number
}

export const moderationKeys = { words: ['moderation', 'words'] as const, hits: ['moderation', 'hits'] as const, blocks: ['moderation', 'blocks'] as const }

export const getWords = (filter: WordFilter, cursor?: string) => call<Page<Word> & { total: number; max: number }>('GET', '/moderation/words', { query: { ...filter, limit: 100, cursor } })
export const addWord = (body: WordFields) => call<Word>('POST', '/moderation/words', { body })
export const patchWord = (word: Pick<Word, 'id' | 'version'>, body: Partial<WordFields> & { enabled?: boolean }) => call<Word>('PATCH', '/moderation/words/{id}', { path: { id: word.id }, body: { version: word.version, ...body } })
export const removeWords = (ids: string[]) => call('POST', '/moderation/words/remove', { body: { ids } })
export const tryText = (text: string, side: 'agent' | 'visitor') => call<Verdict>('POST', '/moderation/try', { body: { text, side } })
export const checkReply = (text: string) => call<Verdict>('POST', '/moderation/check', { body: { text } })
export const importWords = (file: Blob, query: { side: Side; action: Action; overwrite: boolean; dryRun: boolean }) =>
  call<ImportReport>('POST', '/moderation/words/import', { query: { ...query, overwrite: String(query.overwrite), dryRun: String(query.dryRun) }, body: file, bodySerializer: (body) => body })

export const getHits = (filter: { side?: string; action?: string }, cursor?: string) => call<Page<Hit>>('GET', '/moderation/hits', { query: { ...filter, limit: 50, cursor } })

export const getBlocks = (filter: { status?: string; kind?: string }, cursor?: string) => call<Page<Blocked>>('GET', '/moderation/blocks', { query: { ...filter, limit: 50, cursor } })
export const addBlock = (body: { kind: BlockKind; subject: string; label?: string; reason: string; expiresAt?: string; conversationId?: string }) => call<Blocked>('POST', '/moderation/blocks', { body })
export const decideBlock = (block: Pick<Blocked, 'id' | 'version'>, decision: 'approve' | 'refuse' | 'lift') => call<Blocked>('POST', '/moderation/blocks/{id}/decision', { path: { id: block.id }, body: { version: block.version, decision } })

export type Piece = { text: string; action?: Action; note?: string }
const STRICT: Record<Action, number> = { report: 1, replace: 2, warn: 3, block: 4 }

/** A text cut into pieces: those that a word covers know the strictest action. Places count characters, not code units. */
export function marked(text: string, matches: readonly Match[]): Piece[] {
  const chars = [...text]
  const over = new Array<Match | undefined>(chars.length)
  for (const match of matches) {
    for (let at = match.start; at < Math.min(match.end, chars.length); at++) {
      const there = over[at]
      if (!there || STRICT[match.action] > STRICT[there.action]) over[at] = match
    }
  }
  const pieces: Piece[] = []
  let last: Match | undefined
  chars.forEach((char, at) => {
    const match = over[at]
    const piece = pieces[pieces.length - 1]
    if (piece && match === last) piece.text += char
    else pieces.push(match ? { text: char, action: match.action, ...(match.note ? { note: match.note } : {}) } : { text: char })
    last = match
  })
  return pieces
}
