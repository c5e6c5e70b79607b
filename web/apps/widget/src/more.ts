// How the things look that the later words say, and the days before today.
import css from './more.css?inline'
import { clock, format, t, time } from './words'

export { css }

export function day(date: Date, now: Date): string {
  const midnight = (of: Date) => +new Date(of.toDateString())
  const ago = Math.round((midnight(now) - midnight(date)) / 86_400_000)
  if (ago === 1) return t('yesterday')
  return format(date, { month: 'short', day: 'numeric', weekday: ago > 0 && ago < 7 ? 'short' : undefined, year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' })
}

/** The time alone while it is still today. */
export const back = (date: Date, now = new Date()) => (date.toDateString() === now.toDateString() ? time(date) : format(date, { weekday: 'long', ...clock() }))
