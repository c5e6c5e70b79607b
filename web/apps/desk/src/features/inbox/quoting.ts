import { reactive, ref } from 'vue'
import type { Attachment, Entry, WriteKind } from './api'

export type Quote = NonNullable<Entry['quote']>
/** The entry whose text is being changed in its place. */
export const editing = ref<string>()
/** What this page has recalled, to be written again. */
export const taken = reactive(new Map<string, { body: string; attachments: Attachment[] }>())

const quotes = reactive(new Map<string, Quote>())

/** The quote of an entry before the server has made it. */
export function quoteOf(entry: Entry): Quote {
  const first = entry.attachments?.[0]
  return {
    entryId: entry.id, seq: entry.seq, publicSeq: entry.publicSeq, kind: entry.kind === 'note' ? 'note' : 'message', authorKind: entry.authorKind, authorId: entry.authorId,
    excerpt: entry.body ? [...entry.body.replace(/\s+/g, ' ')].slice(0, 120).join('') : (first?.name ?? ''),
    content: entry.recalled ? 'recalled' : entry.body || !first ? 'text' : first.width ? 'image' : 'file',
  }
}

export const setQuote = (conversation: string, quote: Quote | undefined): unknown => (quote ? quotes.set(conversation, quote) : quotes.delete(conversation))

/** What the next message of this kind answers. A note is never quoted towards the customer. */
export function quoteFor(conversation: string, kind: WriteKind): Quote | undefined {
  const quote = quotes.get(conversation)
  return quote && (kind === 'note' || quote.publicSeq) ? quote : undefined
}

/** Takes it for a message that is sent now. */
export function takeQuote(conversation: string, kind: WriteKind): Quote | undefined {
  const quote = quoteFor(conversation, kind)
  if (quote) quotes.delete(conversation)
  return quote
}
