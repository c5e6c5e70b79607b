import { newId, pause, Refused } from './http'
import { load, save } from './storage'
import type { Attachment, Page, Person } from './types'

/** A message on its way. It stays until the server has answered it, over page loads and restarts of the browser. */
export type Unsent = {
  clientId: string
  body: string
  attachments: Attachment[]
  /** The conversation it was written in; absent for a new one. */
  conversationId?: string
  /** Begins a new conversation, although the last one could go on. */
  fresh?: boolean
  person?: Person
  page?: Page
  /** Left outside business hours. */
  offline?: boolean
  at: string
  /** Why the server does not take it; it waits for the visitor then. */
  refused?: string
}

const MOST = 50
const MOST_TEXT = 200_000

export type Deliver = (item: Unsent) => Promise<void>

/**
 * The messages that the server has not acknowledged. They are sent one after another, so their order is kept; a repeat
 * is harmless, because the server knows the clientId. Several tabs share one list and may send the same message.
 */
export class Outbox {
  private running = false
  private attempt = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly name: string,
    private readonly deliver: Deliver,
    private readonly changed: () => void,
  ) {}

  get items(): Unsent[] {
    const items = load<Unsent[]>(this.name, [])
    return Array.isArray(items) ? items : []
  }

  /** Keeps a message and sends it; false when too much is waiting already. */
  add(item: Omit<Unsent, 'clientId' | 'at'>): boolean {
    const items = this.items
    const text = items.reduce((sum, each) => sum + each.body.length, item.body.length)
    if (items.length >= MOST || text > MOST_TEXT) return false
    this.write([...items, { ...item, clientId: newId(), at: new Date().toISOString() }])
    this.hurry()
    return true
  }

  remove(clientId: string | undefined): void {
    const items = this.items
    if (clientId && items.some((item) => item.clientId === clientId)) this.write(items.filter((item) => item.clientId !== clientId))
  }

  /** Sends a refused message once more. */
  again(clientId: string): void {
    this.patch(clientId, { refused: undefined })
    this.hurry()
  }

  patch(clientId: string, change: Partial<Unsent>): void {
    this.write(this.items.map((item) => (item.clientId === clientId ? { ...item, ...change } : item)))
  }

  clear(): void {
    clearTimeout(this.timer)
    this.write([])
  }

  /** Now is a good moment: something was added, or the network came back. */
  hurry(): void {
    this.attempt = 0
    clearTimeout(this.timer)
    void this.run()
  }

  private write(items: Unsent[]): void {
    save(this.name, items)
    this.changed()
  }

  private async run(): Promise<void> {
    if (this.running) return
    this.running = true
    try {
      for (let item = this.next(); item; item = this.next()) {
        try {
          await this.deliver(item)
          this.remove(item.clientId)
          this.attempt = 0
        } catch (error) {
          if (error instanceof Refused && error.final) this.patch(item.clientId, { refused: error.detail || error.code })
          else {
            const wait = Math.max(pause(this.attempt++), error instanceof Refused ? error.after : 0)
            this.timer = setTimeout(() => void this.run(), wait)
            return
          }
        }
      }
    } finally {
      this.running = false
    }
  }

  private next(): Unsent | undefined {
    return this.items.find((item) => item.refused === undefined)
  }
}
