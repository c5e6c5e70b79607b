import { slug } from '@/parts/help/topics'

/** What the guides are written in: as much of Markdown as they use. Pictures are left out; their files are not part of the program. */
export type Block =
  | { kind: 'heading'; level: number; text: string; id: string }
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
export type Span = { kind: 'text' | 'code' | 'strong' | 'em'; text: string } | { kind: 'link'; text: string; to: string }

const cells = (line: string) => line.replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim())
const item = /^(?:-|\d+\.) +(.*)$/

/** Takes a guide apart. */
export function blocks(source: string): Block[] {
  const lines = source.split('\n')
  const out: Block[] = []
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ''
    const heading = /^(#{1,4}) +(.*)$/.exec(line)
    if (line.trim() === '' || /^!\[.*\]\(.*\)$/.test(line.trim())) i++
    else if (line.startsWith('```')) {
      const end = lines.findIndex((each, n) => n > i && each.startsWith('```'))
      out.push({ kind: 'code', text: lines.slice(i + 1, end < 0 ? undefined : end).join('\n') })
      i = end < 0 ? lines.length : end + 1
    } else if (heading) {
      out.push({ kind: 'heading', level: (heading[1] ?? '').length, text: heading[2] ?? '', id: slug(heading[2] ?? '') })
      i++
    } else if (line.startsWith('|')) {
      const from = i
      while (lines[i]?.startsWith('|')) i++
      const [head = '', , ...rows] = lines.slice(from, i)
      out.push({ kind: 'table', head: cells(head), rows: rows.map(cells) })
    } else if (item.test(line)) {
      const items: string[] = []
      while (i < lines.length && (item.test(lines[i] ?? '') || /^ {2,}\S/.test(lines[i] ?? ''))) {
        const found = item.exec(lines[i] ?? '')
        if (found) items.push(found[1] ?? '')
        else items.push(join(items.pop() ?? '', (lines[i] ?? '').trim()))
        i++
      }
      out.push({ kind: 'list', ordered: /^\d/.test(line), items })
    } else {
      let text = ''
      while (i < lines.length && (lines[i] ?? '').trim() !== '' && !/^(?:#{1,4} |```|\|)/.test(lines[i] ?? '') && !item.test(lines[i] ?? '')) text = join(text, (lines[i++] ?? '').trim())
      out.push({ kind: 'text', text })
    }
  }
  return out
}

/** Two lines of one paragraph: words of Latin letters need a blank between them, Chinese none. */
const join = (a: string, b: string) => (!a ? b : /[\p{sc=Han}，。；：、！？”）]$/u.test(a) && /^[\p{sc=Han}“（]/u.test(b) ? a + b : `${a} ${b}`)

const span = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g

/** The pieces of one paragraph. */
export function spans(text: string): Span[] {
  const out: Span[] = []
  let last = 0
  for (const found of text.matchAll(span)) {
    if (found.index > last) out.push({ kind: 'text', text: text.slice(last, found.index) })
    const [whole, code, strong, em, name, to] = found
    if (code) out.push({ kind: 'code', text: code })
    else if (strong) out.push({ kind: 'strong', text: strong })
    else if (em) out.push({ kind: 'em', text: em })
    else out.push({ kind: 'link', text: name ?? '', to: to ?? '' })
    last = found.index + whole.length
  }
  if (last < text.length) out.push({ kind: 'text', text: text.slice(last) })
  return out
}

/** Where a link of the guides leads inside the desk: to the other guide, to another site, or nowhere. */
export function target(to: string): { route?: string; href?: string } {
  if (/^https?:\/\//.test(to)) return { href: to }
  const guide = /^(administrator|agent)\.[\w-]+\.md(#.*)?$/.exec(to)
  if (guide) return { route: `/docs/guide/${guide[1]}${guide[2] ?? ''}` }
  return to.startsWith('#') ? { route: to } : {}
}
