import type { Quiet } from '@/shell/preferences'

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Minutes until the quiet hours end; 0 when it is not quiet. From an hour to an earlier one goes over midnight. */
export function quietFor(quiet: Quiet | undefined, now: Date, zone: string): number {
  if (!quiet?.on) return 0
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: quiet.timezone || zone || undefined, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now)
  const [at, from, to] = [minutes(clock), minutes(quiet.from), minutes(quiet.to)]
  const within = from < to ? at >= from && at < to : at >= from || at < to
  return within ? (to - at + 1440) % 1440 : 0
}
