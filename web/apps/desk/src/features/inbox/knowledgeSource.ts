import { inserted } from '@/parts/replies/slash'
import { call } from '@/shell/call'
import { attachFiles, valuesOf } from './replyFill'
import type { Suggestion, SuggestionSource } from './slots'

type Suggested = { entryId?: string; items: Suggestion[] }

/** What the house knows: the published FAQ, and the quick replies the person may use. The server searches both. */
export const knowledgeSource: SuggestionSource = {
  name: 'knowledge',
  suggest: async (row, signal) => (await call<Suggested>('GET', '/conversations/{id}/suggestions', { path: { id: row.id }, signal })).items,
  async take(one, { row, kind }) {
    inserted(row.id, one.id)
    if (one.origin !== 'reply') return one.text
    if (one.files) void attachFiles(row.id, kind, one.id)
    const { fill } = await import('@/parts/replies/find')
    return fill(one.text, valuesOf(row))
  },
}
