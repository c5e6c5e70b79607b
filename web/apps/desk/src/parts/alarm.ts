import type { components } from '@frontdesk/client'
import { formatDuration, formatNumber, formatPercent, t } from '@frontdesk/i18n'

type Judged = components['schemas']['Alarm']
type Sign = Pick<Judged['signs'][number], 'of' | 'now' | 'limit'>
/** How a tile looks: bad past a threshold, warn close to one. */
export type Tone = 'neutral' | 'warn' | 'bad'
export type Alarm = { tone: Tone; words: string[] }

/** A threshold of a queue that is passed, or near, in words. */
export function signOf({ of, now, limit }: Sign, state: 'over' | 'near' = 'over'): string {
  const say = of === 'share' ? formatPercent : of === 'longest' ? (seconds: number) => formatDuration(seconds * 1000) : (count: number) => formatNumber(count)
  return t(`supervise.alarm.${state}.${of}`, { limit: say(limit), now: say(now) })
}

/** What the server says of a queue's thresholds: colour is never the only sign. */
export function alarmOf({ alarm: { state, signs } }: { alarm: Judged }): Alarm {
  if (state !== 'over' && state !== 'near') return { tone: 'neutral', words: [] }
  return { tone: state === 'over' ? 'bad' : 'warn', words: signs.filter((sign) => sign.state === state).map((sign) => signOf(sign, state)) }
}
