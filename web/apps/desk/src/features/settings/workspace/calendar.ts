import { call, type Page } from '@/shell/call'

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Day = (typeof DAYS)[number]
export type Interval = { from: string; to: string }
export type Week = Record<Day, Interval[]>
export type Exception = { date: string; name: string; hours: Interval[] }
export type CalendarDraft = { name: string; timezone: string; hours: Week; exceptions: Exception[] }
export type Calendar = CalendarDraft & { id: string; open: boolean; nextOpen?: string; version: number }

export const getCalendars = async () => (await call<Page<Calendar>>('GET', '/calendars')).items
export const createCalendar = (body: CalendarDraft) => call<Calendar>('POST', '/calendars', { body })
export const patchCalendar = (id: string, version: number, body: CalendarDraft) => call<Calendar>('PATCH', '/calendars/{id}', { path: { id }, body: { version, ...body } })
export const deleteCalendar = (id: string) => call('DELETE', '/calendars/{id}', { path: { id } })

const nineToSix = (): Interval[] => [{ from: '09:00', to: '18:00' }]
/** Monday to Friday, nine to six. */
export const standardWeek = (): Week => ({ monday: nineToSix(), tuesday: nineToSix(), wednesday: nineToSix(), thursday: nineToSix(), friday: nineToSix(), saturday: [], sunday: [] })

const minutes = (time: string): number => {
  const match = /^(\d{2}):(\d{2})$/.exec(time)
  const value = match ? Number(match[1]) * 60 + Number(match[2]) : NaN
  return value <= 1440 ? value : NaN
}
const clock = (at: number): string => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`

/** A time as people type it (9, 930, 9:30, 18：00) as HH:MM; what is none stays as it was typed. */
export function cleanTime(typed: string): string {
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(typed.normalize('NFKC').trim())
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}` : typed.trim()
}

export type IntervalFault = 'time' | 'order' | 'overlap'

/** What is wrong with each interval of a day; undefined where nothing is. */
export function checkDay(intervals: readonly Interval[]): (IntervalFault | undefined)[] {
  return intervals.map((each, i) => {
    const [from, to] = [minutes(each.from), minutes(each.to)]
    if (Number.isNaN(from) || Number.isNaN(to)) return 'time'
    if (from >= to) return 'order'
    const clash = intervals.some((other, j) => j < i && minutes(other.from) < to && from < minutes(other.to))
    return clash ? 'overlap' : undefined
  })
}

/** Whether anything in a calendar would be refused. */
export function calendarFaulty(draft: CalendarDraft): boolean {
  const bad = (hours: readonly Interval[]) => checkDay(hours).some(Boolean)
  const dates = draft.exceptions.map((each) => each.date)
  return DAYS.some((day) => bad(draft.hours[day])) || draft.exceptions.some((each) => !each.date || bad(each.hours)) || new Set(dates).size !== dates.length
}

/** A further interval after the last one of a day: an hour's break, then up to four hours. */
export function nextInterval(intervals: readonly Interval[]): Interval | undefined {
  const last = Math.max(0, ...intervals.map((each) => minutes(each.to) || 0))
  if (intervals.length === 0) return { from: '09:00', to: '18:00' }
  const from = last + 60
  if (from >= 1440) return undefined
  return { from: clock(from), to: clock(Math.min(1440, from + 240)) }
}

/** Which part of the day's 24 hours an interval covers, for the picture of the week. */
export function share(interval: Interval): { left: number; width: number } {
  const [from, to] = [minutes(interval.from) || 0, minutes(interval.to) || 0]
  return { left: (from / 1440) * 100, width: (Math.max(0, to - from) / 1440) * 100 }
}

type Wall = { date: string; day: Day; minute: number }

/** Date, weekday and minute on the wall clock of a zone. */
export function wallTime(at: Date, timezone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'long', hour: '2-digit', minute: '2-digit' }).formatToParts(at)
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { date: `${read('year')}-${read('month')}-${read('day')}`, day: read('weekday').toLowerCase() as Day, minute: Number(read('hour')) * 60 + Number(read('minute')) }
}

export type OpenState = { open: true; until: string } | { open: false; days?: number; date?: string; from?: string }

/** Whether a draft would be open now, until when, or on which day and at what time it opens next. */
export function openState(draft: CalendarDraft, now: Date = new Date()): OpenState {
  const wall = wallTime(now, draft.timezone)
  const hoursOf = (date: string, day: Day) => (draft.exceptions.find((each) => each.date === date)?.hours ?? draft.hours[day]).slice().sort((a, b) => a.from.localeCompare(b.from))
  const today = hoursOf(wall.date, wall.day)
  const inside = today.find((each) => minutes(each.from) <= wall.minute && wall.minute < minutes(each.to))
  if (inside) return { open: true, until: inside.to }
  const noon = new Date(`${wall.date}T12:00:00Z`)
  for (let days = 0; days <= 370; days++) {
    const then = new Date(noon.getTime() + days * 86_400_000)
    const date = then.toISOString().slice(0, 10)
    const day = DAYS[(then.getUTCDay() + 6) % 7] ?? 'monday'
    const next = hoursOf(date, day).find((each) => days > 0 || minutes(each.from) > wall.minute)
    if (next) return { open: false, days, date, from: next.from }
  }
  return { open: false }
}
