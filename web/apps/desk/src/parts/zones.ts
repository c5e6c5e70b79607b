import { locale } from '@frontdesk/i18n'
import type { ComboboxOption } from '@frontdesk/ui'
import { computed } from 'vue'

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

/** Every time zone, the usual ones first, found by its IANA name, its city, its offset and its name in the reader's language. */
export const zoneOptions = computed<ComboboxOption[]>(() =>
  names().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' '), hint: offsetOf(zone), keywords: `${zone} ${part(zone, 'longGeneric', locale.value)}` })),
)

/** The zone of this browser. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
