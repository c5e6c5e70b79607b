import { formatDuration, formatNumber, formatPercent } from '@frontdesk/i18n'
import type { Line } from './api'

/** A figure of a line: what it says, how it is written, and which conversations stand behind it. */
export type Figure = {
  id: FigureId
  value: (line: Line) => number | undefined
  as: (value: number) => string
  /** The name of the figure that opens; absent where nothing opens. */
  opens?: string
  /** Whether more is better; absent where neither is. */
  good?: 'more' | 'less'
}
export type FigureId = keyof typeof figures
export type Show = keyof typeof SHOWS

const seconds = (value: number) => formatDuration(value * 1000)
/** Hours and minutes, however many: nobody counts presence in days. */
function hours(value: number): string {
  const minutes = Math.round(value / 60)
  const as = (n: number, unit: 'hour' | 'minute') => formatNumber(n, { style: 'unit', unit, unitDisplay: 'narrow' })
  if (minutes < 60) return as(minutes, 'minute')
  return minutes % 60 && minutes < 6000 ? `${as(Math.floor(minutes / 60), 'hour')} ${as(minutes % 60, 'minute')}` : as(Math.floor(minutes / 60), 'hour')
}
const score = (value: number) => formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const part = (n: number, of: number) => (of > 0 ? n / of : undefined)
const average = (took: Line['response']) => (took.count > 0 ? took.average : undefined)
const count = (value: (line: Line) => number, opens: string, good?: 'more' | 'less') => ({ value, as: (n: number) => formatNumber(n), opens, ...(good ? { good } : {}) })

const figures = {
  received: count((line) => line.received, 'received'),
  answered: count((line) => line.answered, 'answered', 'more'),
  answerShare: { value: (line: Line) => part(line.answered, line.received), as: formatPercent, opens: 'answered', good: 'more' as const },
  missed: count((line) => line.missed, 'missed', 'less'),
  transferredIn: count((line) => line.transferredIn, 'transferredIn'),
  transferredOut: count((line) => line.transferredOut, 'transferredOut'),
  firstAverage: { value: (line: Line) => average(line.firstResponse), as: seconds, opens: 'firstResponse', good: 'less' as const },
  firstP50: { value: (line: Line) => line.firstResponse.p50, as: seconds, opens: 'firstResponse', good: 'less' as const },
  firstP90: { value: (line: Line) => line.firstResponse.p90, as: seconds, opens: 'firstResponse', good: 'less' as const },
  response: { value: (line: Line) => average(line.response), as: seconds, opens: 'response', good: 'less' as const },
  handling: { value: (line: Line) => average(line.handling), as: seconds, opens: 'handling', good: 'less' as const },
  inbound: count((line) => line.inbound, 'inbound'),
  outbound: count((line) => line.outbound, 'outbound'),
  resolved: count((line) => line.resolved, 'resolved', 'more'),
  solved: { value: (line: Line) => part(line.solved, line.summarised), as: formatPercent, opens: 'summarised', good: 'more' as const },
  satisfied: { value: (line: Line) => part(line.satisfied, line.rated), as: formatPercent, opens: 'rated', good: 'more' as const },
  score: { value: (line: Line) => line.score, as: score, opens: 'rated', good: 'more' as const },
  participation: { value: (line: Line) => part(line.rated, line.resolved), as: formatPercent, opens: 'rated', good: 'more' as const },
  online: { value: (line: Line) => line.presence?.online, as: hours },
  busy: { value: (line: Line) => line.presence?.busy, as: hours },
  break: { value: (line: Line) => line.presence?.break, as: hours },
}

export const figure = (id: FigureId): Figure => ({ id, ...figures[id] })

/** Which figures stand together in the table. */
export const SHOWS = {
  overview: ['received', 'answerShare', 'missed', 'firstAverage', 'resolved', 'satisfied', 'online'],
  contacts: ['received', 'answered', 'missed', 'transferredIn', 'transferredOut', 'inbound', 'outbound'],
  speed: ['received', 'firstAverage', 'firstP50', 'firstP90', 'response', 'handling'],
  outcome: ['resolved', 'solved', 'satisfied', 'score', 'participation'],
  presence: ['online', 'busy', 'break', 'received', 'outbound'],
} as const satisfies Record<string, readonly FigureId[]>

/** What a figure says, or a dash. */
export function say(one: Figure, line: Line): string {
  const value = one.value(line)
  return value === undefined ? '–' : one.as(value)
}

/** How a figure moved against the period before, as a share of it; undefined where there was nothing. */
export function moved(one: Figure, line: Line, before: Line): number | undefined {
  const now = one.value(line)
  const then = one.value(before)
  return now === undefined || !then ? undefined : now / then - 1
}

/** Whether a movement is welcome. */
export const welcome = (one: Figure, by: number): boolean => by === 0 || (one.good === 'less' ? by < 0 : by > 0)
