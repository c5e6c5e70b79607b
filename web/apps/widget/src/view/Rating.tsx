import { Link } from './buttons'
import { Fragment, h, keep } from './dom'
import { config, keep as take, show } from '../chat'
import { read } from '../session'
import { draw } from '../shell'
import type { Conversation } from '../types'
import { t } from '../words'
import css from './rating.css?inline'

export { css, Ended as part }

const SCORES = [1, 2, 3, 4, 5] as const
/** Mouths from a deep frown to a wide smile. */
const MOUTHS = ['M8 16.5s1.4-3 4-3 4 3 4 3', 'M8.5 16s1.2-1.8 3.5-1.8 3.5 1.8 3.5 1.8', 'M8.5 15h7', 'M8.5 14.2s1.2 1.8 3.5 1.8 3.5-1.8 3.5-1.8', 'M7.8 13.5s1.3 3.3 4.2 3.3 4.2-3.3 4.2-3.3z']

/** What follows the last message: a rating where one is wanted, and another conversation. */
const Ended = ({ head }: { head: Conversation }) => (
  <div>
    {config.rating && head.canRate && <Rating head={head} />}
    <p class="event">
      <Link kind="plain" text={t('fresh')} act={() => show()} />
    </p>
  </div>
)

/** Asks how it was, once a conversation is resolved. What was said can be changed for a day; the server keeps the time. */
function Rating({ head }: { head: Conversation }) {
  const my = keep(() => ({ asking: !head.rating, score: head.rating || 0, comment: '', busy: false, wrong: '' }))
  const { asking, score, comment, busy, wrong } = my
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }

  if (!asking)
    return (
      <div class="rating" role="status">
        <Mouth score={head.rating ?? score} thanks />
        <p>
          {t('thanks')}{' '}
          <button type="button" class="link" onclick={() => set({ asking: true })}>
            {t('change')}
          </button>
        </p>
      </div>
    )

  const send = async (event: Event) => {
    event.preventDefault()
    set({ busy: true, wrong: '' })
    try {
      take(await read<Conversation>(`conversations/${head.id}/rating`, { json: { score, comment: comment.trim() } }))
      set({ asking: false })
    } catch (error) {
      set({ wrong: (error as { detail?: string }).detail || t('trouble') })
    }
    set({ busy: false })
  }

  return (
    <form class="rating" onsubmit={(event) => void send(event)}>
      <h3 id="rate">{t('rate')}</h3>
      <div class="scores" role="radiogroup" aria-labelledby="rate">
        {SCORES.map((each) => (
          <label key={each} title={t(`score${each}`)}>
            <input type="radio" name="score" aria-label={t(`score${each}`)} checked={score === each} onchange={() => set({ score: each })} />
            <Mouth score={each} />
          </label>
        ))}
      </div>
      {score > 0 && (
        <>
          <p class="chosen">{t(`score${score as 1}`)}</p>
          <textarea rows={2} maxLength={1000} value={comment} placeholder={t('comment')} aria-label={t('comment')} oninput={(event) => set({ comment: event.currentTarget.value })} />
          <button type="submit" class="solid" disabled={busy}>
            {t('rateSend')}
          </button>
        </>
      )}
      <div role="status">{wrong && <p class="wrong">{wrong}</p>}</div>
    </form>
  )
}

const Mouth = ({ score, thanks }: { score: number; thanks?: boolean }) => (
  <svg class={thanks ? 'thanks' : ''} viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z" />
    <path d={`M9 9.3v.5M15 9.3v.5${MOUTHS[score - 1] ?? ''}`} />
  </svg>
)
