import { t } from '@frontdesk/i18n'
import { ref } from 'vue'

/** The time that relative times are drawn with; moves twice a minute, so that a list is not drawn more often. */
export const now = ref(Date.now())
setInterval(() => (now.value = Date.now()), 30_000)

const MINUTE = 60_000
/** Waiting this long is due soon, and late. */
const SOON = 5 * MINUTE
const LATE = 30 * MINUTE

/** How long a customer has waited, in the largest unit, and how bad that is. */
export function waiting(since: string | undefined): { text: string; short: string; tone: 'neutral' | 'warn' | 'bad' } | undefined {
  if (!since) return undefined
  const ms = now.value - Date.parse(since)
  if (ms < MINUTE) return undefined
  const tone = ms >= LATE ? 'bad' : ms >= SOON ? 'warn' : 'neutral'
  const minutes = Math.floor(ms / MINUTE)
  const [n, unit] = minutes < 60 ? [minutes, 'minutes' as const] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hours' as const] : [Math.floor(minutes / 1440), 'days' as const]
  return { text: t(`inbox.wait.${unit}`, { n }), short: t(`inbox.wait.short.${unit}`, { n }), tone }
}

export type SnoozeChoice = { id: 'later' | 'evening' | 'tomorrow' | 'monday'; at: Date }

/** Usual times to put something off to, counted from `from`. */
export function snoozeChoices(from: Date): SnoozeChoice[] {
  const day = (days: number, hour: number) => new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, hour)
  const inThree = new Date(Math.ceil((from.getTime() + 3 * 60 * MINUTE) / (30 * MINUTE)) * 30 * MINUTE)
  const tomorrow = day(1, 9)
  const monday = day(((8 - from.getDay()) % 7) || 7, 9)
  const sameDay = inThree.getDate() === from.getDate()
  return [
    { id: sameDay ? 'later' : 'evening', at: inThree },
    { id: 'tomorrow', at: tomorrow },
    ...(monday.getTime() === tomorrow.getTime() ? [] : [{ id: 'monday' as const, at: monday }]),
  ]
}
