import { api } from '@/shell/api'

export type Scope = 'messages' | 'conversations' | 'customers'
/** The piece of text around the first hit; marks are [from, to) in characters. */
export type Snippet = { text: string; marks: [number, number][] | null }
export type Hit = { kind: Scope; id: string; conversationId?: string; seq?: number; at: string; snippet: Snippet }
export type Hits = { items: Hit[]; next?: string }
type Loose = { GET: (path: string, init: { params: { query: Record<string, unknown> }; signal?: AbortSignal }) => Promise<{ data?: unknown }> }

/** One page of what was found, newest first. */
export async function find(text: string, scope: Scope, cursor: string | undefined, signal?: AbortSignal): Promise<Hits> {
  const query = { q: text, scope, limit: 30, ...(cursor ? { cursor } : {}) }
  return (await (api as unknown as Loose).GET('/api/v1/search', { params: { query }, ...(signal ? { signal } : {}) })).data as Hits
}

/** A snippet cut at its marks. Positions count characters, not UTF-16 units. */
export function piecesOf(snippet: Snippet): { text: string; hit: boolean }[] {
  const chars = [...snippet.text]
  const pieces: { text: string; hit: boolean }[] = []
  let at = 0
  for (const [from, to] of snippet.marks ?? []) {
    if (from < at || to > chars.length || to <= from) continue
    if (from > at) pieces.push({ text: chars.slice(at, from).join(''), hit: false })
    pieces.push({ text: chars.slice(from, to).join(''), hit: true })
    at = to
  }
  if (at < chars.length) pieces.push({ text: chars.slice(at).join(''), hit: false })
  return pieces
}
