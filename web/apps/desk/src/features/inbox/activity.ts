import { formatDateTime, formatList, lookup, t } from '@frontdesk/i18n'
import { ArrowRightLeft, BellOff, CalendarClock, CalendarX, CircleCheck, ClipboardCheck, Flag, Frown, MailQuestionMark, Merge, Phone, RotateCcw, Split, Star, Tag, UserCheck, UserRound, UsersRound } from '@lucide/vue'
import type { Component } from 'vue'
import type { Entry, Priority } from './api'
import type { useDirectory } from './useDirectory'

type Directory = Pick<ReturnType<typeof useDirectory>, 'nameOf' | 'teamName' | 'tag'>

const icons: Record<string, Component> = {
  assigned: UserRound, unassigned: UserRound, team_changed: ArrowRightLeft, queue_changed: ArrowRightLeft, snoozed: BellOff, unsnoozed: RotateCcw, resolved: CircleCheck, reopened: RotateCcw,
  priority_changed: Flag, sentiment_changed: Frown, tagged: Tag, untagged: Tag, rated: Star, rating_asked: Star, merged: Merge, merged_in: Merge, unmerged: Split, unmerged_out: Split, split: Split, joined: UsersRound, left: UsersRound, customer_identified: UserCheck, offline_captured: MailQuestionMark, summarised: ClipboardCheck, planned: CalendarClock, plan_cancelled: CalendarX, plan_held: CalendarX,
}
/** Of customers who want to be called. */
const isCall = (type = '') => type.startsWith('call')
export const activityIcon = (entry: Entry): Component | undefined => (isCall(entry.activity?.type) ? Phone : icons[entry.activity?.type ?? ''])

function tagNames(ids: readonly string[] | undefined, dir: Directory): string {
  return formatList((ids ?? []).map((id) => dir.tag(id)?.name ?? t('inbox.act.aTag')))
}

function assigned(entry: Entry, by: string, dir: Directory): string {
  const { from, to, toTeam, fromTeam, type } = entry.activity ?? { type: '' }
  if (type === 'team_changed' || (!to && !from && (toTeam || fromTeam))) {
    return toTeam ? t('acts.team', { by, to: dir.teamName(toTeam) }) : t('acts.teamNone', { by, from: dir.teamName(fromTeam) })
  }
  if (entry.activity?.cause === 'forced_out') return t('acts.forcedOut', { from: dir.nameOf(from) })
  if (entry.activity?.cause === 'takeover' && from) return t('acts.tookOver', { by, from: dir.nameOf(from) })
  if (to) {
    if (entry.authorKind !== 'user') return t('acts.assignedAuto', { to: dir.nameOf(to) })
    return to === entry.authorId ? t('acts.assignedSelf', { by }) : t('acts.assigned', { by, to: dir.nameOf(to) })
  }
  return from === entry.authorId || !from ? t('acts.unassignedSelf', { by }) : t('acts.unassigned', { by, from: dir.nameOf(from) })
}

/** What happened, as a sentence in the reader's language. */
export function activityText(entry: Entry, customer: string, dir: Directory): string {
  const activity = entry.activity
  if (!activity) return ''
  const by = entry.authorKind === 'user' ? dir.nameOf(entry.authorId) : entry.authorKind === 'customer' ? customer : t('inbox.act.system')
  if (isCall(activity.type)) return t(`acts.call.${activity.outcome ?? activity.type}${activity.until ? '.at' : ''}` as 'acts.call.not_reached.at', { by, phone: activity.phone ?? '', time: formatDateTime(activity.until ?? 0) })
  switch (activity.type) {
    case 'opened':
      return activity.cause === 'split' ? t('acts.splitOff', { by, number: String(activity.number ?? '') }) : t('acts.opened')
    case 'split':
      return t('acts.split', { by, count: activity.seqs?.length ?? 0, number: String(activity.number ?? '') })
    case 'assigned':
    case 'unassigned':
    case 'team_changed':
      return assigned(entry, by, dir)
    case 'queue_changed':
      return lookup(`acts.queue.${activity.cause}`, { by, from: activity.fromName ?? '', to: activity.toName ?? '', who: formatList((activity.userIds ?? []).map(dir.nameOf)) }) ?? by
    case 'snoozed':
      return t(activity.cause ? 'acts.sleepsUntilCall' : 'acts.snoozed', { by, time: activity.until ? formatDateTime(activity.until) : '' })
    case 'unsnoozed':
      return activity.cause === 'timer' ? t('acts.unsnoozedTimer') : activity.cause === 'customer' ? t('acts.unsnoozedCustomer') : t('acts.unsnoozed', { by })
    case 'resolved':
      return activity.cause === 'silence' ? t('acts.resolvedSilence') : activity.cause === 'self_service' ? t('acts.resolvedAlone') : activity.cause === 'left_queue' ? t('acts.resolvedLeft') : t('acts.resolved', { by })
    case 'reopened':
      return activity.cause === 'customer' ? t('acts.reopenedCustomer') : t('acts.reopened', { by })
    case 'merged_in':
      return t('acts.mergedIn', { by, number: String(activity.number ?? '') })
    case 'unmerged_out':
      return t('acts.unmergedOut', { by, number: String(activity.number ?? '') })
    case 'merged':
      return t('acts.merged', { by, number: String(activity.number ?? '') })
    case 'unmerged':
      return t('acts.unmerged', { by, number: String(activity.number ?? '') })
    case 'joined':
    case 'left': {
      if (activity.cause === 'barge') return t('acts.barged', { by })
      const who = activity.userIds ?? []
      const self = who.length === 1 && who[0] === entry.authorId
      const people = formatList(who.map(dir.nameOf))
      if (activity.type === 'joined') return self ? t('acts.followed', { by }) : t('acts.invited', { by, who: people })
      return self ? t('acts.unfollowed', { by }) : t('acts.dismissed', { by, who: people })
    }
    case 'priority_changed':
      return t('acts.priority', { by, to: t(`inbox.priority.${(activity.to ?? 'normal') as Priority}`) })
    case 'sentiment_changed':
      return t('acts.sentiment', { by, to: t(`views.sentiment.${(activity.to || 'unknown') as 'negative'}`) })
    case 'tagged':
      return t('acts.tagged', { by, tags: tagNames(activity.tagIds, dir) })
    case 'untagged':
      return t('acts.untagged', { by, tags: tagNames(activity.tagIds, dir) })
    case 'rated':
      return t('acts.rated', { by: customer, count: activity.score ?? 0 })
    case 'customer_identified':
      return t('acts.identified', { by: customer })
    case 'rating_asked':
      return t('acts.asked', { by })
    case 'said':
      return t('acts.said', { text: entry.body ?? '' })
    case 'offline_captured':
      return t('acts.offline')
    case 'planned':
      return t('acts.planned', { by, time: activity.until ? formatDateTime(activity.until) : '' })
    case 'plan_cancelled':
      return t('acts.unplanned', { by })
    case 'plan_held':
      return t('acts.planHeld', { by: dir.nameOf(activity.to) })
    default:
      return activity.undoes ? t('acts.undone', { by }) : by
  }
}
