/** A piece of a message: plain text, a link, or the name of somebody who is mentioned. */
export type Piece = { kind: 'text' | 'link' | 'mention'; text: string; href?: string }

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"'，。；：！？、（）【】《》「」“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi
/** Punctuation at the end of a sentence is not part of the address. */
const TAIL = /[.,;:!?)\]}]+$/

function hrefOf(text: string): string | undefined {
  if (/^https?:/i.test(text)) return URL.canParse(text) ? text : undefined
  if (/^www\./i.test(text)) return `https://${text}`
  return `mailto:${text}`
}

function linksIn(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(LINK)) {
    const word = match[0].replace(TAIL, (tail) => (tail.startsWith(')') && match[0].includes('(') ? ')' : ''))
    const href = hrefOf(word)
    if (!href) continue
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) })
    pieces.push({ kind: 'link', text: word, href })
    at = match.index + word.length
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}

/** Cuts a body at its links and mentions. Only http, https and mailto come out as links. */
export function piecesOf(body: string, mentioned: readonly string[] = []): Piece[] {
  const names = mentioned.filter(Boolean).map((name) => `@${name}`).sort((a, b) => b.length - a.length)
  let pieces: Piece[] = [{ kind: 'text', text: body }]
  for (const name of names) {
    pieces = pieces.flatMap((piece) => {
      if (piece.kind !== 'text') return [piece]
      return piece.text.split(name).flatMap((text, i) => [
        ...(i > 0 ? [{ kind: 'mention', text: name } as const] : []),
        ...(text ? [{ kind: 'text', text } as const] : []),
      ])
    })
  }
  return pieces.flatMap((piece) => (piece.kind === 'text' ? linksIn(piece.text) : [piece]))
}

/** The address when a message is nothing else. */
export function onlyLink(body: string): string | undefined {
  const [piece, ...more] = linksIn(body.trim())
  return piece?.kind === 'link' && more.length === 0 && piece.href?.startsWith('http') ? piece.href : undefined
}
