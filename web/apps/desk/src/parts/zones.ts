import { locale } from '@frontdesk/i18n'
import type { ComboboxOption } from '@frontdesk/ui'
import { computed } from 'vue'
import { CITIES } from './zoneNames'

const FIRST = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Singapore', 'Asia/Tokyo', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'UTC']

function names(): string[] {
  const all = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set([...FIRST, ...all])]
}

function part(zone: string, style: 'longOffset' | 'longGeneric', tag: string): string {
  try {
    return new Intl.DateTimeFormat(tag, { timeZone: zone, timeZoneName: style }).formatToParts().find((each) => each.type === 'timeZoneName')?.value ?? ''
  } catch {
    return ''
  }
}

/** GMT+08:00 of a zone, now. */
export const offsetOf = (zone: string): string => part(zone, 'longOffset', 'en').replace(/^GMT$/, 'GMT+00:00')

/** The city by which people know a zone, in the reader's language where it is known. */
export function cityOf(zone: string, language: string): string {
  const known = CITIES[zone]
  if (known) return known[language === 'zh-CN' ? 1 : 0]
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

/** "UTC+8" and "GMT+8" as people type them, from "GMT+08:00". */
function typed(offset: string): string {
  const short = offset.replace(/([+-])0?(\d+):00$/, '$1$2').replace(/([+-])0(\d:)/, '$1$2')
  return `${short} ${short.replace('GMT', 'UTC')} ${offset.replace('GMT', 'UTC')}`
}

/** Every time zone by its city, the usual ones first, found by city and name in both languages, by offset and by IANA name. */
export const zoneOptions = computed<ComboboxOption[]>(() =>
  names().map((zone) => {
    const offset = offsetOf(zone)
    const called = part(zone, 'longGeneric', locale.value)
    const city = cityOf(zone, locale.value)
    return { value: zone, label: called && !called.includes(city) ? `${city} · ${called}` : city, hint: offset, keywords: [zone, ...(CITIES[zone] ?? []), typed(offset)].join(' ') }
  }),
)

/** The zone of this browser. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
