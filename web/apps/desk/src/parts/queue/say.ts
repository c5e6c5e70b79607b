import { formatDuration, formatList, formatPercent, lookup, t } from '@frontdesk/i18n'
import type { Decision, HeadStart, Me, Offer, Work } from './api'

const seconds = (n: number) => formatDuration(n * 1000)

/** What lets work overtake, a part at a time; as one where the parts are not known. */
export function aheadParts(parts: readonly HeadStart[] | null | undefined, all: number): string[] {
  if (parts?.length) {
    return parts.map((part) => {
      const known = part.from === 'priority' ? lookup(`inbox.priority.${part.name}`) : part.from === 'level' ? lookup(`work.offer.${part.name}`) : undefined
      const name = part.from === 'target' ? t('work.why.target', { name: part.name }) : (known ?? part.name)
      return t('work.why.ahead', { name, time: seconds(part.seconds) })
    })
  }
  return all > 0 ? [t('work.why.aheadAll', { time: seconds(all) })] : []
}

/** Why it comes to the reader, in one sentence: what of them fits, and what brings it forward. */
export function whyMe(offer: Pick<Offer, 'sticky' | 'needs' | 'headStarts' | 'headStartSeconds' | 'strategy'>): string {
  const parts = [
    ...(offer.sticky ? [t('work.why.sticky')] : []),
    ...(offer.needs ?? []).map((need) => t('work.why.skill', { name: need.name, level: need.own ?? need.level })),
    ...aheadParts(offer.headStarts, offer.headStartSeconds),
  ]
  if (parts.length === 0 || (!offer.sticky && !offer.needs?.length)) parts.unshift(lookup(`work.why.${offer.strategy ?? ''}`) ?? t('work.why.auto'))
  return parts.join(' · ')
}

/** How many chats the reader has of how many they may have; undefined where only points are known. */
export function chatsOf(me: Me): { used: number; most: number } | undefined {
  const each = me.points?.chat
  if (!each) return undefined
  const limit = me.limits?.chat
  const fits = Math.floor(me.capacity / each)
  return { used: me.holds?.chat ?? 0, most: limit ? Math.min(limit, fits) : fits }
}

/** Place and expected wait of who waits, as far as they are known. */
export function placeOf(work: Work): string {
  const parts = work.position ? [t('work.place.position', { position: work.position })] : []
  if (work.estimate) {
    const from = Math.floor(work.estimate.lowSeconds / 60)
    const to = Math.max(1, Math.ceil(work.estimate.highSeconds / 60))
    parts.push(from < 1 ? t('work.place.under', { to }) : t('work.place.about', { from, to }))
  }
  return parts.join(' · ')
}

const SAID = { pending: 'saidPending', accepted: 'said', declined: 'saidDeclined', timeout: 'saidTimeout', withdrawn: 'saidWithdrawn' } as const

/** A decision in plain sentences: what happened, why this person, why at this moment, with how much room. */
export function sentencesOf(one: Decision): string[] {
  const load = one.candidates.find((each) => each.id === one.agentId)?.load ?? one.usedBefore / Math.max(1, one.capacity)
  const ahead = aheadParts(one.headStarts, one.headStartSeconds)
  const strategy = `work.explain.strategy.${one.strategy}`
  return [
    t(`work.explain.${SAID[one.outcome]}`, { name: one.agentName || t('work.explain.gone'), time: seconds(one.waitedSeconds), queue: one.queueName }),
    ...(one.sticky ? [t('work.explain.sticky')] : one.eligible === 1 && one.strategy !== 'taken_next' ? [t('work.explain.alone')] : [lookup(strategy, { load: formatPercent(load) })].filter((text) => text !== undefined)),
    one.headStartSeconds > 0 ? `${t('work.explain.head', { time: seconds(one.headStartSeconds) })}${one.headStarts.length ? ` ${formatList(ahead)}` : ''}` : t('work.explain.headNone'),
    ...(one.cameBackSeconds > 0 ? [t('work.explain.kept', { time: seconds(one.cameBackSeconds) })] : []),
    ...(one.relaxed.length ? [t('work.explain.relaxed', { names: formatList(one.relaxed) })] : []),
    t('work.explain.capacity', { used: one.usedBefore, capacity: one.capacity, points: one.points }),
  ]
}
