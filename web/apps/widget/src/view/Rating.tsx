import { Link } from './buttons'
import { Fragment, h, keep } from './dom'
import { config, keep as take, show } from '../chat'
import { read } from '../session'
import { draw, tools } from '../shell'
import type { Conversation } from '../types'
import { language, t } from '../words'
import css from './rating.css?inline'

export { css, Ended as part }

const SCORES = [1, 2, 3, 4, 5] as const
/** Mouths from a deep frown to a wide smile. */
const MOUTHS = ['M8 16.5s1.4-3 4-3 4 3 4 3', 'M8.5 16s1.2-1.8 3.5-1.8 3.5 1.8 3.5 1.8', 'M8.5 15h7', 'M8.5 14.2s1.2 1.8 3.5 1.8 3.5-1.8 3.5-1.8', 'M7.8 13.5s1.3 3.3 4.2 3.3 4.2-3.3 4.2-3.3z']

/** What follows the last message: a rating where one is wanted, and another conversation once this one has ended. */
const Ended = ({ head }: { head: Conversation }) => (
  <div>
    {head.canRate && (head.asked || head.rating || (config.rating && config.feedback.invite === 'auto')) && <Rating head={head} />}
    {head.status === 'resolved' && (
      <p class="event">
        <Link kind="plain" text={t('fresh')} act={() => show()} />
      </p>
    )}
  </div>
)

type Answers = { score: number; comment: string; solved: '' | 'yes' | 'no'; reasons: string[] }

/** Asks how it was. What was said can be changed for a day; the server keeps the time. */
function Rating({ head }: { head: Conversation }) {
  const my = keep(() => ({ asking: !head.rating, busy: false, wrong: '', score: head.rating || 0, comment: '', solved: '', reasons: [] }) as Answers & { asking: boolean; busy: boolean; wrong: string })
  const { asking, busy, wrong, score, comment, solved, reasons } = my
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

  const offered = (config.feedback.reasons.find((list) => list.score === score) ?? { items: [] }).items
  const send = async (event: Event) => {
    event.preventDefault()
    set({ busy: true, wrong: '' })
    try {
      const json = { score, comment: comment.trim(), solved: solved || undefined, reasons: reasons.filter((id) => offered.some((each) => each.id === id)) }
      take(await read<Conversation>(`conversations/${head.id}/rating`, { json }))
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
          {offered.length > 0 && (
            <div class="reasons" role="group" aria-label={t('why')}>
              {offered.map(({ id, text }) => (
                <label key={id} class="choice">
                  <input type="checkbox" checked={reasons.includes(id)} onchange={() => set({ reasons: reasons.includes(id) ? reasons.filter((each) => each !== id) : [...reasons, id] })} />
                  <span>{tools.said(text, language())}</span>
                </label>
              ))}
            </div>
          )}
          {config.feedback.solved && (
            <div class="solved" role="radiogroup" aria-label={t('solved')}>
              <span>{t('solved')}</span>
              {(['yes', 'no'] as const).map((each) => (
                <label key={each} class="choice">
                  <input type="radio" name="solved" checked={solved === each} onchange={() => set({ solved: each })} />
                  <span>{t(each)}</span>
                </label>
              ))}
            </div>
          )}
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
