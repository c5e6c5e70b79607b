import * as chat from '../chat'
import { read } from '../session'
import { draw } from '../shell'
import type { Conversation, Entry } from '../types'
import { format, t, time } from '../words'
import { Link } from './buttons'
import css from './choice.css?inline'
import { effect, Fragment, h, keep } from './dom'
import { later } from './later'

export { css, Choice as part }

const CallBack = later(() => import('./CallBack'))
const Form = later(() => import('./Form'))
const Home = later(() => import('./Home'))

const TITLES = { faq: 'choiceFaq', message: 'choiceMessage', callback: 'choiceCall' } as const

/** A time as it is read aloud: the day, and from when to when. */
export const span = (from: string, until?: string) => `${format(new Date(from), { weekday: 'short', month: 'short', day: 'numeric' })} ${time(new Date(from))}${until ? `–${time(new Date(until))}` : ''}`

/** Something to do instead of waiting. Of several offers of the same only the last can be taken, and only while nobody has come. */
function Choice({ entry }: { entry: Entry }) {
  const my = keep(() => ({ open: false, busy: false, wrong: '', box: { current: null as HTMLElement | null } }))
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }
  const head = chat.conversation()
  const { choice } = entry
  const last = chat.entries().filter((each) => each.choice === choice).pop()
  const waits = head && head.status === 'open' && last === entry
  const wish = choice === 'callback' && head ? head.callBack : undefined
  const told = choice === 'message' && !!head && head.left
  const shown = waits && (!head.agent || wish)
  // What opens below is seen, and typed into.
  effect(() => {
    const { current } = my.box
    if (!my.open || !current) return
    if (chat.atEnd && current.scrollIntoView) current.scrollIntoView({ block: 'nearest' })
  }, [my.open])
  if (!head || !choice || !shown) return

  const change = async (request: Promise<Conversation>) => {
    set({ busy: true, wrong: '' })
    try {
      chat.keep(await request)
      set({ open: false })
    } catch (error) {
      set({ wrong: (error as { detail?: string }).detail || t('trouble') })
    }
    set({ busy: false })
  }
  const at = `conversations/${head.id}/`
  const { busy, open, wrong } = my
  const shut = () => {
    set({ open: false, wrong: '' })
    setTimeout(() => my.box.current && (my.box.current.querySelector<HTMLElement>('.open') || my.box.current).focus())
  }

  return (
    <section class="alone" ref={my.box} tabIndex={-1} aria-label={t(TITLES[choice])}>
      {told ? (
        <p role="status">{t('leftTold')}</p>
      ) : wish && !open ? (
        <>
          <p role="status">
            {wish.from ? t('callToldAt', { phone: wish.phone, when: span(wish.from, wish.until) }) : t('callTold', { phone: wish.phone })} {t('callLeave')}
          </p>
          <p>
            {!head.agent && <Link kind="plain open" off={busy} text={t('callChange')} act={() => set({ open: true })} />}{' '}
            <Link kind="plain" off={busy} text={t('callStop')} act={() => change(read(`${at}callback`, { method: 'DELETE' }))} />
          </p>
        </>
      ) : (
        <>
          <button class="open" aria-expanded={open} onclick={() => (open ? shut() : set({ open: true }))}>
            <b>{t(TITLES[choice])}</b>
            <span>{t(`${TITLES[choice]}Hint` as const)}</span>
          </button>
          {open && choice === 'faq' && <Home off={busy} solved={() => void change(read(`${at}solved`, { method: 'POST' }))} />}
          {open && choice === 'message' && <Form kind="offline" done={shut} />}
          {open && choice === 'callback' && (
            <CallBack
              head={head}
              shut={shut}
              done={(now) => {
                chat.keep(now)
                shut()
              }}
            />
          )}
        </>
      )}
      <div role="status">{wrong && <p class="wrong">{wrong}</p>}</div>
    </section>
  )
}
