// The messages that the server has not acknowledged. They are sent one after another, so their order is kept; a repeat is
// harmless, because the server knows the clientId. Several tabs share one list and may send the same message.
import { pause, type Refused } from './http'
import { draw, tools } from './shell'
import type { Attachment, Card, Page, Person, Quote } from './types'

/** A message on its way. It stays until the server has answered it, over page loads and restarts of the browser. */
export type Unsent = {
  clientId: string
  body: string
  attachments: Attachment[]
  card?: Card
  /** The conversation it was written in; absent for a new one. */
  conversationId?: string
  /** Begins a new conversation, although the last one could go on. */
  fresh?: boolean
  person?: Person
  page?: Page
  /** The entry that it answers, and how that is shown until the server says it. */
  quoteId?: string
  quote?: Quote
  /** Left outside business hours. */
  offline?: boolean
  /** To the own questions of the form for that. */
  answers?: Record<string, string>
  /** Why the server does not take it; it waits for the visitor then. */
  refused?: string
  /** The same, for programs. */
  code?: string
}

const MOST = 50
const MOST_TEXT = 200_000

let deliver: (item: Unsent) => Promise<void>
let running = false
let attempt = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Names who carries a message to the server. */
export const onDeliver = (carrier: typeof deliver) => void (deliver = carrier)

export function items(): Unsent[] {
  const kept = tools.load<Unsent[]>('outbox', [])
  return Array.isArray(kept) ? kept : []
}

function write(list: Unsent[]): void {
  tools.save('outbox', list)
  draw()
}

/** Keeps a message and sends it; false when too much is waiting already. */
export function add(item: Omit<Unsent, 'clientId'>): boolean {
  const list = items()
  if (list.length >= MOST || list.reduce((sum, each) => sum + each.body.length, item.body.length) > MOST_TEXT) return false
  // Not `randomUUID`, which is missing on pages without TLS.
  const clientId = crypto.getRandomValues(new Uint32Array(4)).join('-')
  write([...list, { ...item, clientId }])
  hurry()
  return true
}

export const remove = (clientId: string | undefined) => {
  const list = items()
  const rest = list.filter((item) => item.clientId !== clientId)
  if (rest.length < list.length) write(rest)
}

export const patch = (clientId: string, change: Partial<Unsent>) => write(items().map((item) => (item.clientId === clientId ? { ...item, ...change } : item)))

/** Now is a good moment: something was added, or the network came back. */
export function hurry(): void {
  attempt = 0
  clearTimeout(timer)
  void run()
}

async function run(): Promise<void> {
  if (running) return
  running = true
  for (let item; (item = items().find((each) => each.refused === undefined)); ) {
    const { clientId } = item
    try {
      await deliver(item)
      remove(clientId)
      attempt = 0
    } catch (error) {
      const { final, detail, code } = error as Refused
      if (final) patch(clientId, { refused: detail || code, code })
      else {
        timer = setTimeout(() => void run(), pause(attempt++, error))
        break
      }
    }
  }
  running = false
}
