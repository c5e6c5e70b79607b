import * as chat from '../chat'
import { shell } from '../shell'
import type { Entry, Quote } from '../types'
import { t } from '../words'
import css from './answer.css?inline'
import { CLOSE, Tool } from './buttons'
import { h } from './dom'
import { later } from './later'

export { Answer as part, css }

const Quoted = later(() => import('./Quoted'))

/** The way to answer one message; without a message it is what is being answered, above the field. */
function Answer({ entry }: { entry?: Entry }) {
  if (entry) return <Tool kind="answer" name={t('quote')} act={() => begin(entry)} d="M9 14L4 9l5-5M4 9h9a7 7 0 0 1 7 7v4" />
  const { quote } = chat.answering || {}
  return (
    quote && (
      <div class="answering" role="group" aria-label={t('quoting')}>
        <Quoted quote={quote} />
        <Tool name={t('noQuote')} act={() => begin()} d={CLOSE} />
      </div>
    )
  )
}

function begin(entry?: Entry): void {
  chat.answer(entry && { quoteId: entry.id, quote: quoteOf(entry) })
  const field = shell.root.querySelector('textarea')
  if (field) field.focus()
}

/** How it is shown until the server says it. */
function quoteOf({ attachments, authorKind, body, seq }: Entry): Quote {
  const [file] = attachments || []
  const words = (body || '').replace(/\s+/g, ' ').trim()
  return { seq, authorKind, excerpt: words ? Array.from(words).slice(0, 120).join('') : file && file.name, content: words || !file ? 'text' : file.width ? 'image' : 'file' }
}
