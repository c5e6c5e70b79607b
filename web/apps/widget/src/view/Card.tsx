import type { Card } from '../types'
import { t } from '../words'
import { Icon } from './buttons'
import css from './card.css?inline'
import { current } from '../chat'
import { ask } from '../session'
import { draw } from '../shell'
import { effect, h, keep, type Child } from './dom'
import { paint } from './paint'

export { css, Shown as part }

const ORDER = 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9'
const PRODUCT = 'M6 8h12l1 12H5zM9 8V6.5a3 3 0 0 1 6 0V8'

/** An order or a product. All of it is text; only web addresses become a link. */
function Shown({ card: { kind, title, number, amount, status, link, about, picture }, id }: { card: Card; id?: string }) {
  const to = link && /^https?:\/\//i.test(link) ? link : undefined
  return (
    <div class="card" role="group" aria-label={t(kind)}>
      <Photo of={picture && id}>
        <Icon d={kind === 'order' ? ORDER : PRODUCT} />
      </Photo>
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

/**
 * The picture that a card names, from the own server, drawn on a canvas as all pictures are. The server asks for it once; until
 * it is there, and when there is none, a sign stands in its place.
 */
function Photo({ of, children }: { of?: string; children?: Child }) {
  const canvas = keep(() => ({ current: null as HTMLCanvasElement | null }))
  const my = keep(() => ({ shown: false }))
  effect(() => {
    let left = of ? 8 : 0
    const from = `conversations/${current}/entries/${of}/picture`
    const look = async () => {
      if (left-- < 1) return
      const answer = await ask(from, { timeout: 30_000 })
      if (answer.status === 202) return void setTimeout(look, 1500)
      if (answer.status !== 200 || !canvas.current) return
      await paint(canvas.current, await answer.blob(), 640)
      my.shown = true
      draw()
    }
    look().catch(() => {})
    return () => {
      left = 0
    }
  }, [of])
  return (
    <span class={`sign${of ? ' photo' : ''}`}>
      {!my.shown && children}
      {of && <canvas ref={canvas} width={64} height={64} class={my.shown ? '' : 'none'} aria-hidden="true" />}
    </span>
  )
}
