import { call } from '../http'
import { draw, shell, tools } from '../shell'
import { language, t } from '../words'
import { Link } from './buttons'
import { effect, Fragment, h, keep } from './dom'
import css from './home.css?inline'
import { later } from './later'

export { css, Home as part }

const Linked = later(() => import('./Linked'), true)

type Question = { id: string; question: string }
type Answer = Question & { answer: string }

const faq = <T,>(path: string, more = '', json?: object): Promise<T> => call(`faq${path}?key=${shell.key}&lang=${language()}${more}`, { json }).then((answer) => (answer.status === 204 ? undefined : answer.json()) as T)

/** What can be answered without anybody: a search through the FAQ, and the questions that many have. */
function Home({ solved, off }: { solved?: () => void; off?: boolean }) {
  const my = keep(() => ({ hot: [] as Question[], found: undefined as Question[] | undefined, asked: '', open: undefined as Answer | undefined, helped: '', failed: false, timer: 0, round: 0 }))
  const field = keep(() => ({ current: null as HTMLInputElement | null }))
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }
  effect(() => void faq<{ hot: Question[] }>('').then(({ hot }) => set({ hot }), () => {}), [language()])

  const search = (asked: string) => {
    clearTimeout(my.timer)
    const round = my.round + 1
    set({ asked, round, found: asked.trim() ? my.found : undefined })
    if (!asked.trim()) return
    // Whoever types on does not wait for what was asked before.
    my.timer = window.setTimeout(
      () => void faq<{ items: Question[] }>('/search', `&q=${encodeURIComponent(asked.trim().slice(0, 200))}`).then(({ items }) => round === my.round && set({ found: items, failed: false }), () => round === my.round && set({ failed: true })),
      250,
    )
  }
  const read = (id: string) => void faq<Answer>(`/${id}`).then((open) => set({ open, helped: tools.load<string[]>('faq', []).includes(id) ? 'yes' : '', failed: false }), () => set({ failed: true }))
  const vote = (helped: boolean) => {
    const { open } = my
    if (!open) return
    tools.save('faq', [...tools.load<string[]>('faq', []), open.id].slice(-200))
    set({ helped: 'yes' })
    faq(`/${open.id}/votes`, '', { helped }).catch(() => {})
  }
  const back = () => {
    set({ open: undefined })
    setTimeout(() => field.current && field.current.focus())
  }

  const { open, found, hot, asked, failed, helped } = my
  if (open)
    return (
      <div class="faq" role="region" aria-label={open.question}>
        <Link text={`‹ ${t('back')}`} act={back} />
        <h3 dir="auto">{open.question}</h3>
        <div class="answer" dir="auto">
          <Linked text={open.answer}>{open.answer}</Linked>
        </div>
        <p class="helped" role="status">
          {solved ? (
            <Link kind="solid" off={off} text={t('solvedAlone')} act={() => (vote(true), solved())} />
          ) : helped ? (
            t('voted')
          ) : (
            <>
              {t('helped')} <Link kind="plain" text={t('helps')} act={() => vote(true)} /> <Link kind="plain" text={t('helpsNot')} act={() => vote(false)} />
            </>
          )}
        </p>
      </div>
    )
  const list = found || hot
  return (
    <div class="faq">
      <input ref={field} type="search" value={asked} maxLength={200} placeholder={t('findAnswer')} aria-label={t('findAnswer')} oninput={(event) => search(event.currentTarget.value)} />
      {!found && hot.length > 0 && <p class="label">{t('hot')}</p>}
      <div role="status">{failed ? t('trouble') : found && !found.length && t('nothing')}</div>
      <ul>
        {list.map(({ id, question }) => (
          <li key={id}>
            <button onclick={() => read(id)} dir="auto">
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
