import { Problem } from '@frontdesk/client'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { explain } from '@/shell/api'
import { local } from '@/shell/env'
import { addNote, resolve, sendMessage, type Attachment, type WriteKind } from './api'
import { resultArrived } from './cache'
import type { Quote } from './quoting'

/** Something written that the server has not confirmed yet. */
export type Pending = {
  clientId: string
  conversationId: string
  kind: WriteKind
  body: string
  attachments: Attachment[]
  mentions: string[]
  at: string
  thenResolve: boolean
  quote?: Quote | undefined
  /** Of `held`: when it leaves. */
  until?: number
  /** `held`: its author may still take it back. `waiting`: no connection, it goes out by itself. `failed`: the server refused, a person decides. */
  state: 'held' | 'sending' | 'waiting' | 'failed'
  error?: string
  /** Why, as a program says it. */
  code?: string
  /** Its author has read the warning about its words. */
  confirmed?: boolean
}
export type Written = Pick<Pending, 'conversationId' | 'kind' | 'body' | 'attachments' | 'mentions'> & { thenResolve?: boolean; quote?: Quote | undefined }

const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000]

/**
 * What was written and is on its way. One at a time in each conversation, so that the order stays; kept in this browser
 * until the server has it, so that closing the tab loses nothing. The client id makes a repeated send harmless.
 */
export const useOutbox = defineStore('inbox.outbox', () => {
  const items = ref<Pending[]>([])
  let owner = ''
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const running = new Set<string>()

  const key = () => `fd.outbox.${owner}`
  const keep = () => local.set(key(), items.value.length ? JSON.stringify(items.value) : '')
  const drop = (clientId: string) => {
    items.value = items.value.filter((item) => item.clientId !== clientId)
    keep()
  }
  const change = (clientId: string, patch: Partial<Pending>) => {
    items.value = items.value.map((item) => (item.clientId === clientId ? { ...item, ...patch } : item))
    keep()
  }

  /** Takes up what an earlier page of the same person left behind. */
  function restore(user: string) {
    if (owner === user) return
    if (!owner) addEventListener('pagehide', leave)
    owner = user
    try {
      const kept = JSON.parse(local.get(key()) || '[]') as Pending[]
      items.value = kept.map((item) => (item.state === 'failed' ? item : { ...item, state: 'waiting' }))
    } catch {
      items.value = []
    }
    hurry()
  }

  /** Sends it now, or after a moment in which it can be taken back. */
  function send(written: Written, holdMs = 0): string {
    const clientId = crypto.randomUUID()
    items.value = [...items.value, { thenResolve: false, ...written, clientId, at: new Date().toISOString(), ...(holdMs ? { state: 'held', until: Date.now() + holdMs } : { state: 'sending' }) }]
    keep()
    void run(written.conversationId)
    return clientId
  }

  async function run(conversation: string) {
    if (running.has(conversation)) return
    running.add(conversation)
    try {
      for (;;) {
        const next = items.value.find((item) => item.conversationId === conversation)
        if (!next || next.state === 'failed') return
        const rest = next.state === 'held' ? (next.until ?? 0) - Date.now() : 0
        if (rest > 0) return void setTimeout(() => void run(conversation), rest)
        change(next.clientId, { state: 'sending' })
        if (!(await deliver(next))) return
      }
    } finally {
      running.delete(conversation)
    }
  }

  /** True when the next one may follow. */
  async function deliver(item: Pending, leaving = false): Promise<boolean> {
    const out = { clientId: item.clientId, body: item.body, attachments: item.attachments.map(({ fileId }) => ({ fileId })), mentions: item.mentions, ...(item.quote ? { quoteId: item.quote.entryId } : {}), ...(item.confirmed ? { confirmed: true } : {}) }
    try {
      const result = await (item.kind === 'note' ? addNote : sendMessage)(item.conversationId, out, leaving)
      resultArrived(result)
      drop(item.clientId)
      tries = 0
      if (item.thenResolve) resultArrived(await resolve(item.conversationId))
      return true
    } catch (error) {
      const later = error instanceof Problem && (error.transient || error.status === 401)
      if (!items.value.some((other) => other.clientId === item.clientId)) return true
      change(item.clientId, later ? { state: 'waiting' } : { state: 'failed', error: explain(error), code: error instanceof Problem ? error.code : '' })
      if (later) plan()
      return false
    }
  }

  /** The page goes away: what was held leaves at once, and is kept until it is known to have arrived. */
  function leave() {
    for (const item of items.value.filter((each) => each.state === 'held')) {
      change(item.clientId, { state: 'waiting' })
      void deliver(item, true)
    }
  }

  function plan() {
    clearTimeout(timer)
    timer = setTimeout(hurry, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)])
  }

  /** Tries everything that waits, now: the connection is back. */
  function hurry() {
    clearTimeout(timer)
    for (const conversation of new Set(items.value.filter((item) => item.state === 'waiting').map((item) => item.conversationId))) void run(conversation)
  }

  function retry(clientId: string, confirmed = false) {
    change(clientId, { state: 'waiting', ...(confirmed ? { confirmed } : {}) })
    hurry()
  }

  /** Takes one back that was not sent, to be written again. */
  function take(clientId: string): Pending | undefined {
    const item = items.value.find((other) => other.clientId === clientId)
    if (item) drop(clientId)
    return item
  }

  return { items, restore, send, hurry, retry, take }
})
