import { call, type Page } from '@/shell/call'

/** What web chat is made of, as `/channels` speaks of it. */
export type Localised = { en: string; zh: string }
export type Asked = 'off' | 'optional' | 'required'
export type Appearance = {
  colour: string
  position: 'left' | 'right'
  launcher: 'chat' | 'question' | 'smile'
  theme: 'auto' | 'light' | 'dark'
  language: 'auto' | 'en' | 'zh-CN'
  faces: boolean
  title: Localised
  greeting: Localised
}
export type PreChat = { on: boolean; name: Asked; email: Asked; phone: Asked }
export type IdentityMethod = 'off' | 'hmac' | 'jwt-hs256' | 'jwt-es256'
/** When customers who wait, or are silent, need somebody; seconds, 0 is never. */
export type Attention = { warnAfter: number; alertAfter: number; remindAfter: number; closeAfter: number; reminder: Localised }
/** Other words in conversations of a team. */
export type TeamWords = { teamId: string; text: Localised }
export type Say = { on: boolean; after: number; text: Localised; teams: TeamWords[] }
/** What is said by itself; `idle` has the words of teams for the reminder. */
export type Texts = Record<'welcome' | 'offHours' | 'waiting' | 'busy' | 'closing', Say> & { idle: TeamWords[] }
/** An own question of the form for messages outside business hours. */
export type LeaveOption = { id: string; label: Localised }
export type LeaveField = { id: string; label: Localised; kind?: 'text' | 'one' | 'several' | 'tick'; long: boolean; required: boolean; options?: LeaveOption[] }
export type Reason = { id: string; text: Localised }
/** How customers are asked for a rating. */
export type Feedback = { invite: 'auto' | 'agent'; solved: boolean; lowScore: number; reasons: { score: number; items: Reason[] }[] }
export type ChannelSettings = {
  appearance: Appearance
  preChat: PreChat
  calendarId?: string
  offline: 'capture' | 'hide'
  leave?: LeaveField[]
  home?: boolean
  rating: boolean
  files: boolean
  /** Agents see what is typed before it is sent. */
  preview?: boolean
  /** Who waits sees the place in the queue. */
  queue?: boolean
  allowedOrigins: string[]
  identity: { method: IdentityMethod; required: boolean; audience?: string; publicKey?: string }
  defaultTeamId?: string
  attention: Attention
  texts?: Texts
  feedback?: Feedback
  privacy?: { on: boolean; version: number; text: Localised }
}
export type Channel = { id: string; kind: string; name: string; enabled: boolean; widgetKey: string; settings: ChannelSettings; createdAt: string; version: number; warnings?: string[]; hasSecret?: boolean }
export type ChannelPatch = { name?: string; enabled?: boolean; settings?: ChannelSettings }

const at = (id: string) => ({ path: { id } })
export const getChannels = async () => (await call<Page<Channel>>('GET', '/channels')).items
export const getChannel = (id: string) => call<Channel>('GET', '/channels/{id}', at(id))
export const createChannel = (name: string, settings?: ChannelSettings) => call<Channel>('POST', '/channels', { body: { name, ...(settings ? { settings } : {}) } })
export const patchChannel = (id: string, version: number, body: ChannelPatch) => call<Channel>('PATCH', '/channels/{id}', { ...at(id), body: { version, ...body } })
export const deleteChannel = (id: string) => call('DELETE', '/channels/{id}', at(id))
export const rotateSecret = (id: string) => call<{ secret: string }>('POST', '/channels/{id}/rotate-secret', at(id))
/** The script tag; a server that does not know its own address leaves it to the desk, which does. */
export const getSnippet = async (id: string) => {
  const { html } = await call<{ html: string }>('GET', '/channels/{id}/snippet', at(id))
  return { html: html.replace('src="/', `src="${location.origin}/`) }
}

/** Colours that people start from. */
export const PRESETS = ['#2860dd', '#0b7a75', '#1f8a4c', '#c2410c', '#b4236a', '#6d3bd1', '#191e27'] as const

/** What a channel has that was never asked. */
export const usualAttention = (): Attention => ({
  warnAfter: 60,
  alertAfter: 120,
  remindAfter: 0,
  closeAfter: 0,
  reminder: { en: 'Are you still there? If you need anything else, just write.', zh: '您好，请问还在吗？如还有问题，请随时回复。' },
})

/** The settings of a new widget. */
export const freshSettings = (): ChannelSettings => ({
  appearance: {
    colour: '#2860dd',
    position: 'right',
    launcher: 'chat',
    theme: 'auto',
    language: 'auto',
    faces: true,
    title: { en: 'Chat with us', zh: '在线咨询' },
    greeting: { en: 'Hello! How can we help you?', zh: '您好，请问有什么可以帮您？' },
  },
  preChat: { on: false, name: 'optional', email: 'optional', phone: 'off' },
  offline: 'capture',
  home: false,
  rating: true,
  files: true,
  allowedOrigins: [],
  identity: { method: 'off', required: false },
  attention: usualAttention(),
})

/** A site as the server wants it: an origin, a host, or *.host; undefined when it is none. */
export function cleanOrigin(typed: string): string | undefined {
  const text = typed.trim().toLowerCase()
  const match = /^(?:(https?):\/\/)?((?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(:\d{1,5})?(?:[/?#].*)?$/.exec(text)
  if (!match) return undefined
  const [, scheme, host = '', port = ''] = match
  return `${scheme ? `${scheme}://` : ''}${host}${port}`
}
