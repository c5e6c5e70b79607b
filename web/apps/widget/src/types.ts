// What the server says and what loader and panel say to each other.
import type { Tools } from './tools'

export type Localised = { en: string; zh: string }
export type Asked = 'off' | 'optional' | 'required'
export type Face = { name: string; avatarUrl?: string }
export type Hours = { open: boolean; opensAt?: string; timezone?: string }

export type Config = {
  key: string
  appearance: {
    colour: string
    position: 'left' | 'right'
    launcher: 'chat' | 'question' | 'smile'
    theme: 'auto' | 'light' | 'dark'
    language: 'auto' | 'en' | 'zh-CN'
    faces: boolean
    title: Localised
    greeting: Localised
  }
  /** What the server made of the brand colour. */
  colours: { plane: string; ink: string; light: string; dark: string }
  preChat: { on: boolean; name: Asked; email: Asked; phone: Asked }
  offline: 'capture' | 'hide'
  /** Own questions of the form for messages outside business hours. */
  leave?: Question[]
  /** Version of the privacy notice that has to be accepted. */
  privacy?: number
  /** The FAQ is shown before the first message. */
  home?: boolean
  rating: boolean
  feedback: { invite: 'auto' | 'agent'; solved: boolean; reasons: { score: number; items: { id: string; text: Localised }[] }[] }
  files: boolean
  /** The place in the queue is shown. */
  queue?: boolean
  /** Agents see what is typed before it is sent; it has to be said. */
  preview?: boolean
  identityRequired: boolean
  hours: Hours
  faces: Face[]
  /** The widget tells who is on the site. */
  visits?: boolean
}

export type Agent = { id: string; name: string; avatar?: string }

export type Attachment = { fileId: string; name: string; size: number; mime: string; width?: number; height?: number }

/** An order or a product: in a message, or on the page. */
export type Card = { kind: 'order' | 'product'; title: string; number?: string; amount?: string; status?: string; link?: string; about?: string; /** An address; of what a site gives, its file becomes that of the message where it can be read. */ picture?: string }

/** An own question of the form for messages outside business hours. */
export type Question = { id: string; label: Localised; kind?: 'text' | 'one' | 'several' | 'tick'; long: boolean; required: boolean; options?: { id: string; label: Localised }[] }

export type Entry = {
  id: string
  seq: number
  kind: 'message' | 'activity'
  authorKind: 'customer' | 'user' | 'bot' | 'system'
  author?: Agent
  body?: string
  attachments?: Attachment[]
  activity?: 'opened' | 'assigned' | 'resolved' | 'reopened' | 'rated' | 'recalled' | 'changed' | 'said' | 'rating_asked' | 'callback_asked' | 'callback_withdrawn' | 'called' | 'queue_left'
  /** Of what the program said: what can be done instead of waiting. */
  choice?: 'faq' | 'message' | 'callback'
  /** Of a call: what came of it. */
  outcome?: 'reached' | 'not_reached' | 'wrong_number' | 'given_up'
  /** Of a call that is wanted: when; absent for as soon as possible. */
  until?: string
  score?: number
  clientId?: string
  quote?: Quote
  card?: Card
  editedAt?: string
  createdAt: string
  /** Only in the answer to sending: what to keep in mind. */
  hint?: string
  /** What stands in the place of an earlier entry from now on. */
  changed?: Entry
}

/** The message that another one answers. */
export type Quote = { seq: number; authorKind: Entry['authorKind']; excerpt?: string; content: 'text' | 'image' | 'file' | 'recalled' }

export type Conversation = {
  id: string
  status: 'open' | 'resolved'
  seq: number
  seenSeq: number
  agentSeenSeq: number
  preview: string
  previewBy?: Entry['authorKind']
  lastMessageAt?: string
  agent?: Agent
  rating?: number
  canRate: boolean
  /** Somebody has asked for a rating. */
  asked?: boolean
  /** The visitor wants to be called. */
  callBack?: { phone: string; name?: string; from?: string; until?: string }
  /** A message was left: nobody waits. */
  left?: boolean
  createdAt: string
}

export type Session = {
  token: string
  visitorId: string
  identified: boolean
  /** The version of the notice that was accepted last. */
  privacy?: number
  config: Config
  conversations: Conversation[]
}

/** What a site says about its visitor; only a signed one counts as proof. */
export type Identity = {
  userId?: string
  hash?: string
  jwt?: string
  name?: string
  email?: string
  phone?: string
  company?: string
  locale?: string
  attributes?: Record<string, unknown>
}

export type Page = { url: string; title?: string }
export type Person = { name?: string; email?: string; phone?: string }

/** What the loader gives the panel. */
export type Shell = {
  key: string
  /** Address of the server, with a slash at its end. */
  base: string
  config: Config
  root: ShadowRoot
  /** Functions that the loader has already; the panel does not bring them again. */
  tools: Tools
  launcher: HTMLButtonElement
  /** What the site has set on the tag. */
  set: DOMStringMap
  /** The badge on the launcher. */
  unread: (count: number) => void
  emit: (event: string, detail?: unknown) => void
}

/** What the panel gives the loader. */
export type Panel = {
  open: () => void
  close: () => void
  /** Without opening, where there is something to wait for. */
  connect: () => void
  identify: (identity: Identity) => Promise<void>
  page: (page: Page) => void
  card: (card: Card) => Promise<void>
  context: (context: { cards?: object[] }) => Promise<void>
  setLocale: (locale: string) => void
  shutdown: () => void
}
