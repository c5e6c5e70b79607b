import { Fragment, h } from './dom'
import css from './linked.css?inline'

const END = '\\s<>"\'()，。！？；：（）【】《》“”'
// A bracket that was opened inside an address belongs to it; a full stop behind it does not.
const FOUND = new RegExp(`((?:https?://|www\\.)(?:\\([^()\\s]*\\)|[^${END}])*(?:\\([^()\\s]*\\)|[^${END}.,!?;:\\]}])|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)`, 'i')

/** Text with its addresses as links. Only web and mail addresses become links; everything else stays text. */
export const parts = (text: string): (string | { text: string; href: string })[] =>
  text.split(FOUND).map((text, at) => (at % 2 ? { text, href: /^http/i.test(text) ? text : (/^www\./i.test(text) ? 'https://' : 'mailto:') + text } : text))

export { css, Linked as part }

const Linked = ({ text }: { text: string }) => (
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
