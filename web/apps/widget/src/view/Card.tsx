import type { Card } from '../types'
import { t } from '../words'
import { Icon } from './buttons'
import css from './card.css?inline'
import { h } from './dom'

export { css, Shown as part }

const ORDER = 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9'
const PRODUCT = 'M6 8h12l1 12H5zM9 8V6.5a3 3 0 0 1 6 0V8'

/** An order or a product. All of it is text; only web addresses become a link. */
function Shown({ card: { kind, title, number, amount, status, link, about } }: { card: Card }) {
  const to = link && /^https?:\/\//i.test(link) ? link : undefined
  return (
    <div class="card" role="group" aria-label={t(kind)}>
      <span class="sign">
        <Icon d={kind === 'order' ? ORDER : PRODUCT} />
      </span>
      <div>
        <b dir="auto">{title}</b>
        {(amount || number) && <p>{[amount, number].filter(Boolean).join(' · ')}</p>}
        {about && <p>{about}</p>}
        {status && <em>{status}</em>}
        {to && (
          <a href={to} target="_blank" rel="noopener noreferrer nofollow ugc">
            {t('look')}
          </a>
        )}
      </div>
    </div>
  )
}
