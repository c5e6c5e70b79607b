import type { Folder, Offered } from './api'

/** What the variables of a reply stand for. */
export type Values = Readonly<Record<string, string | undefined>>
export const VARIABLES = ['customer.name', 'agent.name', 'agent.alias', 'agent.signature', 'conversation.number', 'workspace.name'] as const

/** A text with its variables filled in; what is unknown becomes its default. */
export const fill = (body: string, values: Values): string =>
  body.replace(/\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g, (_, name: string, instead?: string) => values[name.trim()] || instead?.trim() || '')

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

/** What the server made of the title is compared as it is; the rest is folded once. */
export type Found = { reply: Offered; title: string; shortcut: string; body: string }
export const prepare = (replies: readonly Offered[]): Found[] =>
  replies.map((reply) => ({ reply, title: fold(reply.title), shortcut: fold(reply.shortcut ?? ''), body: fold(reply.body) }))

function rank({ reply, title, shortcut, body }: Found, wanted: string): number {
  if (shortcut === wanted) return 0
  if (shortcut.startsWith(wanted) || title.startsWith(wanted)) return 1
  if (reply.initials?.startsWith(wanted) || reply.pinyin?.startsWith(wanted)) return 2
  if (title.includes(wanted)) return 3
  if (body.includes(wanted) || reply.initials?.includes(wanted) || reply.pinyin?.includes(wanted)) return 4
  return 9
}

const liked = (a: Offered, b: Offered) => Number(b.favourite) - Number(a.favourite) || b.ownUses - a.ownUses || b.uses - a.uses || a.title.localeCompare(b.title)

/** The best replies for what was typed: the shortcut itself, what begins like it, what holds it; favourites and the most used first. */
export function find(all: readonly Found[], query: string, limit = 50): Offered[] {
  const wanted = fold(query.trim())
  const now = new Date().toISOString()
  const ranked: { reply: Offered; at: number }[] = []
  for (const one of all) {
    if (one.reply.effectiveFrom && one.reply.effectiveFrom > now) continue
    if (one.reply.effectiveUntil && one.reply.effectiveUntil <= now) continue
    const at = wanted ? rank(one, wanted) : 0
    if (at < 9) ranked.push({ reply: one.reply, at })
  }
  return ranked.sort((a, b) => a.at - b.at || liked(a.reply, b.reply)).slice(0, limit).map((one) => one.reply)
}

/** The folders directly below one, or at the top of all trees. */
export const below = (folders: readonly Folder[], parent: string): Folder[] => folders.filter((one) => (one.parentId ?? '') === parent)
