import type { Quote } from '../types'
import { t } from '../words'
import { h } from './dom'
import css from './quoted.css?inline'

export { css, Quoted as part }

/** The message that the one below answers. */
const Quoted = ({ quote: { authorKind, content, excerpt } }: { quote: Quote }) => (
  <p class="quoted" dir="auto">
    <span class="sr">{t('quoted')}: </span>
    {authorKind === 'customer' ? `${t('you')}: ` : ''}
    {content === 'recalled' ? t('quoteRecalled') : content === 'image' ? t('photo') : excerpt}
  </p>
)
