// Orders and products that the site tells of: sent as a message, or told for whoever answers.
import { config, send as say } from './chat'
import { ask, on, read } from './session'
import type { Attachment, Card } from './types'

const text = (value: unknown, most: number) => (value === undefined || value === null ? '' : String(value)).trim().slice(0, most)

/** An address that opens as a web page; everything else is none. */
function address(raw: unknown): string | undefined {
  try {
    const url = new URL(String(raw || ''), location.href)
    return raw && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href.slice(0, 2000) : undefined
  } catch {
    return undefined
  }
}

/** Sends a card as a message of the visitor and opens the chat. Its picture goes along as a file where the site lets it be read. */
export async function send(given: Partial<Card> & { price?: string }, open: () => void): Promise<void> {
  const title = text(given && given.title, 200)
  if (!title) return console.error('Frontdesk: a card needs a title')
  open()
  const card: Card = {
    kind: given.kind === 'order' ? 'order' : 'product',
    title,
    number: text(given.number, 64),
    amount: text(given.amount === undefined ? given.price : given.amount, 40),
    status: text(given.status, 40),
    link: address(given.link),
    about: text(given.about, 300),
  }
  const from = address(given.picture)
  const files = await picture(from)
  // What this page may not read the server may know how to fetch.
  if (!files.length) card.picture = from
  say('', files, { card })
}

async function picture(from: string | undefined): Promise<Attachment[]> {
  if (!from || !config.files) return []
  try {
    const answer = await fetch(from, { credentials: 'omit' })
    const blob = await answer.blob()
    if (!answer.ok || !/^image\/(png|jpe?g|gif|webp)$/.test(blob.type)) return []
    const name = decodeURIComponent((new URL(from).pathname.split('/').pop() || 'picture').slice(-80))
    const { id, ...file } = await read<Omit<Attachment, 'fileId'> & { id: string }>(`files?name=${encodeURIComponent(name)}`, { body: blob, timeout: 60_000 })
    return [{ ...file, fileId: id }]
  } catch {
    // Another site's picture, a file that is none, no network: the card is worth sending without it.
    return []
  }
}

/** Tells what the page shows, as soon as there is a visitor to tell it of. The last word counts. */
let told: object | undefined
export function tell(context: { cards?: object[] }): void {
  const waiting = !!told
  const cards = (context && Array.isArray(context.cards) ? context.cards : []) as Record<string, unknown>[]
  told = { cards: cards.slice(0, 10).map(({ price, ...card }) => ({ ...card, amount: card.amount === undefined ? price : card.amount, link: address(card.link), picture: address(card.picture) })) }
  if (!waiting) attempt()
}

function attempt(): void {
  const json = told
  if (!on()) return void setTimeout(attempt, 500)
  told = undefined
  ask('context', { method: 'PUT', json }).catch((error: { detail?: string }) => console.error(`Frontdesk: ${error.detail || 'the context was not taken'}`))
}
