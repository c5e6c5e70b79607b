import { bring } from './bring'
import type { Locale } from './language'
import type { PanelWords } from './locales/en/panel'
import type * as More from './more'
import type { MoreWords } from './locales/en/more'
import { draw, shell, tools } from './shell'

type Words = PanelWords & MoreWords

let words = {} as Partial<Words>
let locale: Locale = 'en'
let more: Promise<void> | undefined
let later: typeof More | undefined

async function learn(part: Promise<{ words: Partial<Words> }>): Promise<void> {
  words = { ...words, ...(await part).words }
}

const learnMore = () => learn(locale === 'en' ? import('./locales/en/more') : import('./locales/zh-CN/more'))

/** Loads a language; only the one in use is sent to the browser, and of it only what the first talk needs. */
export async function speak(wanted: Locale): Promise<void> {
  await learn(wanted === 'en' ? import('./locales/en/panel') : import('./locales/zh-CN/panel'))
  locale = wanted
  if (more) await learnMore()
}

/** The words of what comes later, with its look. */
export function speakMore(): Promise<void> {
  more =
    more ||
    bring(() => Promise.all([import('./more'), learnMore()])).then(([part]) => {
      tools.dress(shell.root, (later = part).css)
      draw()
    })
  return more
}

export const language = () => locale

/** A text. One of the later words is fetched when it is wanted first, and there with the next drawing. */
export function t(key: keyof Words, params: Record<string, string | number | undefined> = {}): string {
  const text = words[key]
  if (!text) void speakMore()
  return (text || '').replace(/\{(\w+)\}/g, (_, name: string) => `${params[name]}`)
}

export const clock = (): Intl.DateTimeFormatOptions => (locale === 'en' ? { hour: 'numeric', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export const format = (date: Date, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options).format(date)

export const time = (date: Date) => format(date, clock())

/** Names a day as people do; the day of the first talk is today. */
export const day = (date: Date, now = new Date()) => (date.toDateString() === now.toDateString() ? t('today') : late(({ day }) => day(date, now)))

/** When somebody is there again. */
export const back = (date: Date) => late(({ back }) => back(date))

/** Something that comes with the later words. */
function late(say: (part: typeof More) => string): string {
  if (!later) void speakMore()
  return later ? say(later) : ''
}
