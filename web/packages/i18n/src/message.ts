/**
 * A message is a sentence, or one sentence per plural category chosen by the parameter `count`.
 * `{name}` is replaced by the parameter of that name; `<link>text</link>` marks a slot of the component `T`.
 */
export type Plural = { readonly one?: string; readonly other: string }
export type Message = string | Plural
export type Messages = Readonly<Record<string, Message>>
export type Params = Readonly<Record<string, string | number>>

/** What a translated area must look like: the same keys as the English one. */
export type Translated<English> = { readonly [K in keyof English]: Message }

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Sentences<M> = M extends string ? M : M extends Plural ? NonNullable<M[keyof M]> : never

/** Names of the parameters an English message asks for. */
export type ParamNames<M> = Names<Sentences<M>> | (M extends Plural ? 'count' : never)

const PARAM = /\{(\w+)\}/g

/** Replaces every `{name}`; a missing parameter stays visible, so that it is noticed. */
export function fill(text: string, params: Params | undefined, number: (n: number) => string): string {
  if (!params) return text
  return text.replace(PARAM, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? number(value) : value
  })
}

/** Chooses the sentence for the plural category of `count`. */
export function choose(message: Message, params: Params | undefined, rules: Intl.PluralRules): string {
  if (typeof message === 'string') return message
  const count = Number(params?.count ?? 0)
  return (rules.select(count) === 'one' ? message.one : undefined) ?? message.other
}

/** A piece of a sentence: plain text, or text that belongs to a named slot. */
export type Piece = { readonly slot: string | null; readonly text: string }

const SLOT = /<(\w+)>(.*?)<\/\1>/gs

/** Cuts a sentence at its `<slot>…</slot>` marks. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = []
  let at = 0
  for (const match of text.matchAll(SLOT)) {
    if (match.index > at) out.push({ slot: null, text: text.slice(at, match.index) })
    out.push({ slot: match[1] ?? null, text: match[2] ?? '' })
    at = match.index + match[0].length
  }
  if (at < text.length) out.push({ slot: null, text: text.slice(at) })
  return out
}

/** Names of parameters and slots in a message, sorted; the parity test compares them between languages. */
export function marks(message: Message): string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message)
  const found = new Set<string>()
  for (const text of texts) {
    for (const match of text.matchAll(PARAM)) found.add(`{${match[1]}}`)
    for (const match of text.matchAll(SLOT)) found.add(`<${match[1]}>`)
  }
  if (typeof message !== 'string') found.add('{count}')
  return [...found].sort()
}
