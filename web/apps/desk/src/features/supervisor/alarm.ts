import { formatDuration, formatNumber, formatPercent, t } from '@frontdesk/i18n'
import type { Queue } from './api'

/** How a tile looks: bad past a threshold, warn close to one. */
export type Tone = 'neutral' | 'warn' | 'bad'
export type Alarm = { tone: Tone; words: string[] }

/** What the server says of a queue's thresholds, in words: colour is never the only sign. */
export function alarmOf({ alarm }: Pick<Queue, 'alarm'>): Alarm {
  if (alarm.state !== 'over' && alarm.state !== 'near') return { tone: 'neutral', words: [] }
  const words = alarm.signs.filter((sign) => sign.state === alarm.state).map((sign) => {
    const say = sign.of === 'share' ? formatPercent : sign.of === 'longest' ? (seconds: number) => formatDuration(seconds * 1000) : formatNumber
    return t(`supervise.alarm.${alarm.state === 'over' ? 'over' : 'near'}.${sign.of}`, { limit: say(sign.limit), now: say(sign.now) })
  })
  return { tone: alarm.state === 'over' ? 'bad' : 'warn', words }
}
