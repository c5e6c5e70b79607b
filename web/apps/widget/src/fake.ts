import { vi } from 'vitest'
import { keepFor } from './storage'
import { tools } from './tools'
import type { Config, Conversation, Entry, Shell } from './types'

/** Things for tests. */
export const config: Config = {
  key: 'wgt_1',
  appearance: { colour: '#2860dd', position: 'right', launcher: 'chat', theme: 'light', language: 'auto', faces: true, title: { en: 'Chat', zh: '客服' }, greeting: { en: 'Hello', zh: '您好' } },
  colours: { plane: '#2860dd', ink: '#ffffff', light: '#2860dd', dark: '#6d93e8' },
  preChat: { on: false, name: 'off', email: 'off', phone: 'off' },
  offline: 'capture',
  rating: true,
  feedback: { invite: 'auto', solved: true, reasons: [{ score: 1, items: [{ id: 'slow', text: { en: 'Slow', zh: '慢' } }] }] },
  files: true,
  identityRequired: false,
  hours: { open: true },
  faces: [],
}

export const conversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: 'cnv_1', status: 'open', seq: 2, seenSeq: 2, agentSeenSeq: 0, preview: '', canRate: false, createdAt: '2026-11-01T08:00:00Z', ...change,
})

export const entry = (seq: number, change: Partial<Entry> = {}): Entry => ({
  id: `ent_${seq}`, seq, kind: 'message', authorKind: 'user', body: `m${seq}`, createdAt: new Date().toISOString(), ...change,
})

export function shell(): Shell & { badge: number; events: [string, unknown][] } {
  const host = document.createElement('div')
  keepFor('wgt_1')
  const root = host.attachShadow({ mode: 'open' })
  const made = {
    key: 'wgt_1', base: 'https://desk.example/', config, root, tools, launcher: document.createElement('button'), set: { sound: 'off', titleFlash: 'off' } as DOMStringMap,
    badge: 0,
    events: [] as [string, unknown][],
    unread: (count: number) => void (made.badge = count),
    emit: (event: string, detail?: unknown) => void made.events.push([event, detail]),
  }
  return made
}

type Answer = { status?: number; json?: unknown }

/** A server for tests: what each path answers, and what was asked. */
export function server(answers: Record<string, Answer | ((body: unknown) => Answer)>) {
  const asked: { path: string; body: unknown; token: string | null }[] = []
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const path = url.replace('https://desk.example/api/v1/widget/', '').split('?')[0] ?? ''
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body
    asked.push({ path, body, token: new Headers(init.headers).get('Authorization') })
    const known = answers[path]
    if (!known) throw new TypeError('Failed to fetch')
    const { status = 200, json = {} } = typeof known === 'function' ? known(body) : known
    return new Response(status === 204 ? null : JSON.stringify(json), { status })
  }
  return { asked, fetch, answers, of: (path: string) => asked.filter((each) => each.path === path) }
}

/** A socket that the test speaks through. */
export class FakeSocket {
  static all: FakeSocket[] = []
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null
  sent: { op: string; [key: string]: unknown }[] = []
  private ready = false
  private opened: (() => void) | null = null
  constructor(readonly url: string) {
    FakeSocket.all.push(this)
  }
  get onopen(): (() => void) | null {
    return this.opened
  }
  set onopen(listener: (() => void) | null) {
    this.opened =
      listener &&
      (() => {
        this.ready = true
        listener()
      })
  }
  send(data: string): void {
    if (!this.ready) throw new DOMException('still connecting', 'InvalidStateError')
    this.sent.push(JSON.parse(data) as { op: string })
  }
  close(): void {}
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  welcome(): void {
    this.onopen?.()
    this.say({ op: 'welcome', session: 's', epoch: 'e' })
  }
}

const heard: [EventTarget, string, EventListener][] = []
for (const target of [globalThis, document] as EventTarget[]) {
  const add = target.addEventListener.bind(target)
  target.addEventListener = (type: string, listener: EventListener) => {
    heard.push([target, type, listener])
    add(type, listener)
  }
}

/** The modules of the panel hold its state: every test begins with new ones, and with nobody listening from the one before. */
export function anew(): void {
  vi.resetModules()
  for (const [target, type, listener] of heard.splice(0)) target.removeEventListener(type, listener)
}
