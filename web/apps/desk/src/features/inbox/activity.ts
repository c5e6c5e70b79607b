import { formatDateTime, formatList, t } from '@frontdesk/i18n'
import { ArrowRightLeft, BellOff, CalendarClock, CalendarX, CircleCheck, ClipboardCheck, Flag, MailQuestionMark, Merge, RotateCcw, Split, Star, Tag, UserCheck, UserRound, UsersRound } from '@lucide/vue'
import type { Component } from 'vue'
import type { Entry, Priority } from './api'
import type { useDirectory } from './useDirectory'

type Directory = Pick<ReturnType<typeof useDirectory>, 'nameOf' | 'teamName' | 'tag'>

const icons: Record<string, Component> = {
  assigned: UserRound, unassigned: UserRound, team_changed: ArrowRightLeft, snoozed: BellOff, unsnoozed: RotateCcw, resolved: CircleCheck, reopened: RotateCcw,
  priority_changed: Flag, tagged: Tag, untagged: Tag, rated: Star, rating_asked: Star, merged: Merge, merged_in: Merge, unmerged: Split, unmerged_out: Split, split: Split, joined: UsersRound, left: UsersRound, customer_identified: UserCheck, offline_captured: MailQuestionMark, summarised: ClipboardCheck, planned: CalendarClock, plan_cancelled: CalendarX, plan_held: CalendarX,
}
export const activityIcon = (entry: Entry): Component | undefined => icons[entry.activity?.type ?? '']

function tagNames(ids: readonly string[] | undefined, dir: Directory): string {
  return formatList((ids ?? []).map((id) => dir.tag(id)?.name ?? t('inbox.act.aTag')))
}

function assigned(entry: Entry, by: string, dir: Directory): string {
  const { from, to, toTeam, fromTeam, type } = entry.activity ?? { type: '' }
  if (type === 'team_changed' || (!to && !from && (toTeam || fromTeam))) {
    return toTeam ? t('inbox.act.team', { by, to: dir.teamName(toTeam) }) : t('inbox.act.teamNone', { by, from: dir.teamName(fromTeam) })
  }
  if (to) {
    if (entry.authorKind !== 'user') return t('inbox.act.assignedAuto', { to: dir.nameOf(to) })
    return to === entry.authorId ? t('inbox.act.assignedSelf', { by }) : t('inbox.act.assigned', { by, to: dir.nameOf(to) })
  }
  return from === entry.authorId || !from ? t('inbox.act.unassignedSelf', { by }) : t('inbox.act.unassigned', { by, from: dir.nameOf(from) })
}

/** What happened, as a sentence in the reader's language. */
export function activityText(entry: Entry, customer: string, dir: Directory): string {
  const activity = entry.activity
  if (!activity) return ''
  const by = entry.authorKind === 'user' ? dir.nameOf(entry.authorId) : entry.authorKind === 'customer' ? customer : t('inbox.act.system')
  switch (activity.type) {
    case 'opened':
      return activity.cause === 'split' ? t('inbox.act.splitOff', { by, number: String(activity.number ?? '') }) : t('inbox.act.opened')
    case 'split':
      return t('inbox.act.split', { by, count: activity.seqs?.length ?? 0, number: String(activity.number ?? '') })
    case 'assigned':
    case 'unassigned':
    case 'team_changed':
      return assigned(entry, by, dir)
    case 'snoozed':
      return t('inbox.act.snoozed', { by, time: activity.until ? formatDateTime(activity.until) : '' })
    case 'unsnoozed':
      return activity.cause === 'timer' ? t('inbox.act.unsnoozedTimer') : activity.cause === 'customer' ? t('inbox.act.unsnoozedCustomer') : t('inbox.act.unsnoozed', { by })
    case 'resolved':
      return activity.cause === 'silence' ? t('inbox.act.resolvedSilence') : t('inbox.act.resolved', { by })
    case 'reopened':
      return activity.cause === 'customer' ? t('inbox.act.reopenedCustomer') : t('inbox.act.reopened', { by })
    case 'merged_in':
      return t('inbox.act.mergedIn', { by, number: String(activity.number ?? '') })
    case 'unmerged_out':
      return t('inbox.act.unmergedOut', { by, number: String(activity.number ?? '') })
    case 'merged':
      return t('inbox.act.merged', { by, number: String(activity.number ?? '') })
    case 'unmerged':
      return t('inbox.act.unmerged', { by, number: String(activity.number ?? '') })
    case 'joined':
    case 'left': {
      const who = activity.userIds ?? []
      const self = who.length === 1 && who[0] === entry.authorId
      const people = formatList(who.map(dir.nameOf))
      if (activity.type === 'joined') return self ? t('inbox.act.followed', { by }) : t('inbox.act.invited', { by, who: people })
      return self ? t('inbox.act.unfollowed', { by }) : t('inbox.act.dismissed', { by, who: people })
    }
    case 'priority_changed':
      return t('inbox.act.priority', { by, to: t(`inbox.priority.${(activity.to ?? 'normal') as Priority}`) })
    case 'tagged':
      return t('inbox.act.tagged', { by, tags: tagNames(activity.tagIds, dir) })
    case 'untagged':
      return t('inbox.act.untagged', { by, tags: tagNames(activity.tagIds, dir) })
    case 'rated':
      return t('inbox.act.rated', { by: customer, count: activity.score ?? 0 })
    case 'customer_identified':
      return t('inbox.act.identified', { by: customer })
    case 'rating_asked':
      return t('inbox.act.asked', { by })
    case 'said':
      return t('inbox.act.said', { text: entry.body ?? '' })
    case 'offline_captured':
      return t('inbox.act.offline')
    case 'planned':
      return t('inbox.act.planned', { by, time: activity.until ? formatDateTime(activity.until) : '' })
    case 'plan_cancelled':
      return t('inbox.act.unplanned', { by })
    case 'plan_held':
      return t('inbox.act.planHeld', { by: dir.nameOf(activity.to) })
    default:
      return activity.undoes ? t('inbox.act.undone', { by }) : by
  }
}
