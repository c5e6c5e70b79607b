import { t } from '@frontdesk/i18n'
import { ref } from 'vue'

/** The time that relative times are drawn with; moves twice a minute, so that a list is not drawn more often. */
export const now = ref(Date.now())
setInterval(() => (now.value = Date.now()), 30_000)

/** The time that waiting is counted with: one timer for the page, which rests while nobody sees the page. */
export const second = ref(Date.now())
setInterval(() => {
  if (typeof document === 'undefined' || !document.hidden) second.value = Date.now()
}, 1_000)
if (typeof document !== 'undefined') document.addEventListener('visibilitychange', () => (second.value = now.value = Date.now()))

const MINUTE = 60_000

/** The limits of a channel, in seconds; 0 is never. */
export type Limits = { warnAfter: number; alertAfter: number }
export const USUAL: Limits = { warnAfter: 60, alertAfter: 120 }
/** How bad it is that a customer waits. */
export type Wait = 'fine' | 'warn' | 'alert'

/** How bad waiting since then is by now; undefined when nobody waits. */
export function waitLevel(since: string | undefined, limits: Limits = USUAL): Wait | undefined {
  if (!since) return undefined
  const seconds = (second.value - Date.parse(since)) / 1000
  if (limits.alertAfter && seconds >= limits.alertAfter) return 'alert'
  return limits.warnAfter && seconds >= limits.warnAfter ? 'warn' : 'fine'
}

/** How long somebody has waited: to the second while it is fresh, then in the largest unit. */
export function waitTime(since: string): string {
  const ms = Math.max(0, second.value - Date.parse(since))
  const minutes = Math.floor(ms / MINUTE)
  if (minutes < 10) return `${minutes}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`
  const [n, unit] = minutes < 60 ? [minutes, 'minutes' as const] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hours' as const] : [Math.floor(minutes / 1440), 'days' as const]
  return t(`inbox.wait.short.${unit}`, { n })
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
