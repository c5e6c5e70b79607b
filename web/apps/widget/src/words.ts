import type { Locale } from './language'
import type { PanelWords } from './locales/en/panel'
import type { MoreWords } from './locales/en/more'

type Words = PanelWords & MoreWords

let words = {} as Words
let locale: Locale = 'en'
let more = false

/** Loads a language; only the one in use is sent to the browser, and of it only what a talk needs. */
export async function speak(wanted: Locale): Promise<void> {
  const { words: some } = wanted === 'en' ? await import('./locales/en/panel') : await import('./locales/zh-CN/panel')
  words = { ...words, ...some }
  locale = wanted
  if (more) await speakMore()
}

/** The words of the parts that come later, in the language that is spoken. */
export async function speakMore(): Promise<void> {
  const { words: some } = locale === 'en' ? await import('./locales/en/more') : await import('./locales/zh-CN/more')
  words = { ...words, ...some }
  more = true
}

export const language = () => locale

export function t(key: keyof Words, params: Record<string, string | number> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(name in params ? params[name] : whole))
}

const clock = (): Intl.DateTimeFormatOptions => (locale === 'en' ? { hour: 'numeric', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

const format = (date: Date, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options).format(date)

export const time = (date: Date) => format(date, clock())

/** Names a day as people do. */
export function day(date: Date, now = new Date()): string {
  const midnight = (of: Date) => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime()
  const ago = Math.round((midnight(now) - midnight(date)) / 86_400_000)
  if (ago === 0) return t('today')
  if (ago === 1) return t('yesterday')
  return format(date, { month: 'short', day: 'numeric', weekday: ago > 0 && ago < 7 ? 'short' : undefined, year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' })
}

/** When somebody is there again: the time alone while it is still today. */
export function back(date: Date, now = new Date()): string {
  return date.toDateString() === now.toDateString() ? time(date) : format(date, { weekday: 'long', ...clock() })
}
