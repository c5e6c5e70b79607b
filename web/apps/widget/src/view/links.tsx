import { Fragment, h } from './dom'
const FOUND = /(https?:\/\/[^\s<>"'，。！？；：（）【】《》“”]+|www\.[^\s<>"'，。！？；：（）【】《》“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/gi

/** Text with its addresses as links. Only web and mail addresses become links; everything else stays text. */
export function parts(text: string): (string | { text: string; href: string })[] {
  return text.split(FOUND).flatMap((part, at) => {
    if (at % 2 === 0) return part ? [part] : []
    const end = (/[.,!?;:)\]}]+$/.exec(part) || [''])[0]
    // A bracket that was opened inside the address belongs to it.
    const cut = end.startsWith(')') && part.includes('(') ? '' : end
    const shown = part.slice(0, part.length - cut.length)
    const href = /^https?:/i.test(shown) ? shown : shown.includes('@') && !/^www\./i.test(shown) ? `mailto:${shown}` : `https://${shown}`
    return cut ? [{ text: shown, href }, cut] : [{ text: shown, href }]
  })
}

export const Linked = ({ text }: { text: string }) => (
  <>
    {parts(text).map((part) =>
      typeof part === 'string' ? (
        part
      ) : (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {part.text}
        </a>
      ),
    )}
  </>
)
