import { locale, t } from './translator'

/** Anything a date may arrive as: the wire sends RFC 3339 text. */
export type Moment = string | number | Date

const cache = new Map<string, unknown>()
function cached<F>(kind: string, options: object, make: (tag: string) => F): F {
  const key = `${kind}|${locale.value}|${JSON.stringify(options)}`
  let made = cache.get(key) as F | undefined
  if (!made) cache.set(key, (made = make(locale.value)))
  return made
}
const dates = (options: Intl.DateTimeFormatOptions) =>
  cached('date', options, (tag) => new Intl.DateTimeFormat(tag, options))
const asDate = (at: Moment) => (at instanceof Date ? at : new Date(at))
/** Intl writes "10月14日 15:21" without the comma English wants; the day and the time are formatted apart for that. */
const join = (day: string, time: string) => (locale.value === 'zh-CN' ? `${day} ${time}` : `${day}, ${time}`)

/** 15:21, always on the 24 hour clock. */
export function formatTime(at: Moment): string {
  return dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(asDate(at))
}

/** 14 Oct / 10月14日; with the year when it is not this year's. */
export function formatDay(at: Moment, now: Moment = Date.now()): string {
  const date = asDate(at)
  const sameYear = date.getFullYear() === asDate(now).getFullYear()
  return dates({ month: locale.value === 'zh-CN' ? 'long' : 'short', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) }).format(date)
}

/** 10月14日 15:21. */
export function formatDateTime(at: Moment, now: Moment = Date.now()): string {
  return join(formatDay(at, now), formatTime(at))
}

/** The whole moment with weekday and zone, for tooltips. */
export function formatFull(at: Moment): string {
  return dates({ dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' }).format(asDate(at))
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()

/** Today, Yesterday, a weekday within the week, else the day: the divider of a thread. */
export function formatDayName(at: Moment, now: Moment = Date.now()): string {
  const date = asDate(at)
  const days = Math.round((startOfDay(asDate(now)) - startOfDay(date)) / DAY)
  if (days === 0) return t('common.today')
  if (days === 1) return t('common.yesterday')
  if (days > 1 && days < 7) return dates({ weekday: 'long' }).format(date)
  return formatDay(date, now)
}

/** Time of a list row: now, 1m, 2h, then yesterday, then the day. */
export function formatAgo(at: Moment, now: Moment = Date.now()): string {
  const date = asDate(at)
  const ago = asDate(now).getTime() - date.getTime()
  if (ago < MINUTE) return t('common.ago.now')
  if (ago < HOUR) return t('common.ago.minutes', { n: Math.floor(ago / MINUTE) })
  const days = Math.round((startOfDay(asDate(now)) - startOfDay(date)) / DAY)
  if (days === 0 || ago < 6 * HOUR) return t('common.ago.hours', { n: Math.floor(ago / HOUR) })
  if (days === 1) return t('common.yesterday')
  return formatDay(date, now)
}

/** The same inside a sentence ("last seen 3m ago"): just now, 3m ago, 2h ago, then yesterday, then the day. */
export function formatSince(at: Moment, now: Moment = Date.now()): string {
  const ago = asDate(now).getTime() - asDate(at).getTime()
  if (ago < MINUTE) return t('common.ago.just')
  const options = { style: 'narrow' } as const
  const relative = () => cached('relative', options, (tag) => new Intl.RelativeTimeFormat(tag, options))
  if (ago < HOUR) return relative().format(-Math.floor(ago / MINUTE), 'minute')
  if (ago < 6 * HOUR || asDate(at) >= new Date(startOfDay(asDate(now)))) return relative().format(-Math.floor(ago / HOUR), 'hour')
  return formatAgo(at, now)
}

/** A length of time in its two largest units: 6m 12s, 1h 5m. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const parts: [number, 'day' | 'hour' | 'minute' | 'second'][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ]
  const first = parts.findIndex(([n]) => n > 0)
  if (first < 0) return formatUnit(0, 'second')
  return parts
    .slice(first, first + 2)
    .filter(([n], i) => n > 0 || i === 0)
    .map(([n, unit]) => formatUnit(n, unit))
    .join(' ')
}

function formatUnit(n: number, unit: 'day' | 'hour' | 'minute' | 'second'): string {
  const options = { style: 'unit', unit, unitDisplay: 'narrow' } as const
  return cached('number', options, (tag) => new Intl.NumberFormat(tag, options)).format(n)
}

/** 10,000. */
export function formatNumber(n: number, options: Intl.NumberFormatOptions = {}): string {
  return cached('number', options, (tag) => new Intl.NumberFormat(tag, options)).format(n)
}

/** 12K / 1.2万, for figures. */
export function formatCompact(n: number): string {
  return formatNumber(n, { notation: 'compact', maximumFractionDigits: 1 })
}

/** 0.413 → 41.3%. */
export function formatPercent(share: number): string {
  return formatNumber(share, { style: 'percent', maximumFractionDigits: 1 })
}

/** Chinese (China) / 中文（中国）; the tag itself when nobody knows it. */
export function formatLanguage(tag: string): string {
  try {
    return cached('language', {}, (own) => new Intl.DisplayNames(own, { type: 'language' })).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** What the clock shows in a time zone, and what people call the zone: 15:42 · Shanghai / 15:42 · 中国时间. */
export function formatZoneTime(zone: string, at: Moment = Date.now()): string {
  try {
    const time = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(asDate(at))
    // Zones are named after cities in English; other languages know only the name of the zone.
    const name =
      locale.value === 'en'
        ? zone.split('/').at(-1)?.replaceAll('_', ' ')
        : dates({ timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts(asDate(at)).find((part) => part.type === 'timeZoneName')?.value
    return name ? `${time} · ${name}` : time
  } catch {
    return zone
  }
}

const SIZES = ['B', 'KB', 'MB', 'GB'] as const

/** 1.4 MB; powers of 1024, the same letters in both languages. */
export function formatBytes(bytes: number): string {
  let n = Math.max(0, bytes)
  let step = 0
  while (n >= 1023.5 && step < SIZES.length - 1) {
    n /= 1024
    step++
  }
  return `${formatNumber(n, { maximumFractionDigits: step > 0 && n < 10 ? 1 : 0 })} ${SIZES[step]}`
}

/** a, b and c / a、b和c. */
export function formatList(items: readonly string[]): string {
  const options = { style: 'long', type: 'conjunction' } as const
  return cached('list', options, (tag) => new Intl.ListFormat(tag, options)).format(items)
}

/** Compares names the way the language sorts them; Chinese by pinyin. */
export function compareNames(a: string, b: string): number {
  return cached('collator', {}, (tag) => new Intl.Collator(tag, { numeric: true, sensitivity: 'base' })).compare(a, b)
}
