import * as chat from '../chat'
import type { Frame } from '../live'
import { read } from '../session'
import { draw } from '../shell'
import type { Conversation } from '../types'
import { language, t } from '../words'
import { Link } from './buttons'
import { effect, Fragment, h, keep } from './dom'
import css from './queue.css?inline'

export { css, Queue as part }

type Place = Pick<Frame, 'position' | 'low' | 'high'>

const places: Record<string, Place | undefined> = {}

/** Notes the place of a conversation in the queue. */
export function place(id: string, told: Place): void {
  places[id] = told
  draw()
}

/** How many are served before this visitor and how long that takes, while nobody has taken the conversation. */
function Queue({ head: { agent, id, left, status } }: { head: Conversation }) {
  const { position, low = 0, high } = places[id] || {}
  const waits = !!position && !agent && !left && status === 'open'
  const wait = high ? ` ${t(low ? 'queueWait' : 'queueSoon', { low, high })}` : ''
  return (
    <>
      <p class="event" role="status">
        {waits ? t(position > 1 ? 'queue' : 'queueNext', { position }) + wait : ''}
      </p>
      <Leave key={id} id={id} waits={waits} />
    </>
  )
}

/** A time in words: "10 minutes". */
const span = (seconds: number) => {
  const long = seconds >= 60
  return new Intl.NumberFormat(language(), { style: 'unit', unit: long ? 'minute' : 'second', unitDisplay: 'long' }).format(long ? Math.floor(seconds / 60) : seconds)
}

/** The way out of the queue: asked once more in its place, with what becomes of the visitor's own. */
function Leave({ id, waits }: { id: string; waits: boolean }) {
  const my = keep(() => ({ asks: '', was: '', busy: false, wrong: '', box: { current: null as HTMLDivElement | null } }))
  const { asks, box, wrong } = my
  effect(() => {
    const at = box.current
    const to = at && my.was !== asks && at.querySelector<HTMLElement>(asks ? '[role=group]' : 'button')
    my.was = asks
    if (!to) return
    to.focus()
    if (chat.atEnd && to.scrollIntoView) to.scrollIntoView({ block: 'nearest' })
  }, [asks])
  // It is over, by the visitor or because somebody has come: who had the focus here goes on where the talk is read.
  effect(() => {
    const log = !waits && my.asks && document.activeElement === document.body && box.current && box.current.closest<HTMLElement>('.scroll')
    if (!waits) my.asks = my.was = my.wrong = ''
    if (log) log.focus()
  }, [waits])

  const at = `conversations/${id}/leave`
  // What is pressed stays a button meanwhile: one that is switched off loses the focus.
  const once = async (work: () => Promise<void>) => {
    if (my.busy) return
    my.busy = true
    my.wrong = ''
    try {
      await work()
    } catch (error) {
      my.wrong = (error as { detail?: string }).detail || t('trouble')
    }
    my.busy = false
    draw()
  }
  const ask = async () => {
    const { keptSeconds } = await read<{ keptSeconds: number }>(at)
    my.asks = keptSeconds ? t('leaveKept', { time: span(keptSeconds) }) : t('leaveLost')
  }
  const leave = async () => chat.keep(await read<Conversation>(at, { method: 'POST' }))
  const stay = () => {
    my.asks = ''
    draw()
  }

  return (
    <div class={waits ? 'event leave' : ''} ref={box}>
      {waits && !asks && <Link text={t('leaveQueue')} act={() => once(ask)} />}
      {waits && asks && (
        <div role="group" aria-label={asks} tabIndex={-1}>
          <p>{asks}</p>
          <Link kind="plain" text={t('leaveQueue')} act={() => once(leave)} /> <Link kind="plain" text={t('leaveStay')} act={stay} />
        </div>
      )}
      <div role="status">{waits && wrong}</div>
    </div>
  )
}
