import { formatList, lookup, t } from '@frontdesk/i18n'
import type { Entry, Live } from './api'
import type { People } from './people'

/** What happened, in a sentence; nothing for what only those who answer need. */
export function sentence(entry: Entry, row: Live, dir: People): string {
  const act = entry.activity
  if (!act) return ''
  const by = entry.authorKind === 'user' ? dir.nameOf(entry.authorId) : entry.authorKind === 'customer' ? row.customerName : t('inbox.act.system')
  switch (act.type) {
    case 'opened':
      return t('acts.opened')
    case 'assigned':
      if (act.cause === 'takeover') return act.from ? t('acts.tookOver', { by, from: dir.nameOf(act.from) }) : t('acts.assignedSelf', { by })
      if (entry.authorKind !== 'user') return t('acts.assignedAuto', { to: dir.nameOf(act.to) })
      return act.to === entry.authorId ? t('acts.assignedSelf', { by }) : t('acts.assigned', { by, to: dir.nameOf(act.to) })
    case 'unassigned':
      if (act.cause === 'forced_out') return t('acts.forcedOut', { from: dir.nameOf(act.from) })
      return act.from === entry.authorId ? t('acts.unassignedSelf', { by }) : t('acts.unassigned', { by, from: dir.nameOf(act.from) })
    case 'team_changed':
      return act.toTeam ? t('acts.team', { by, to: dir.teamName(act.toTeam) }) : t('acts.teamNone', { by, from: dir.teamName(act.fromTeam) })
    case 'queue_changed':
      return lookup(`acts.queue.${act.cause ?? ''}`, { by, from: act.fromName ?? '', to: act.toName ?? '', who: formatList((act.userIds ?? []).map(dir.nameOf)) }) ?? ''
    case 'joined': {
      if (act.cause === 'barge') return t('acts.barged', { by })
      const who = act.userIds ?? []
      return who.length === 1 && who[0] === entry.authorId ? t('acts.followed', { by }) : t('acts.invited', { by, who: formatList(who.map(dir.nameOf)) })
    }
    case 'resolved':
      return act.cause === 'silence' ? t('acts.resolvedSilence') : t('acts.resolved', { by })
    case 'reopened':
      return act.cause === 'customer' ? t('acts.reopenedCustomer') : t('acts.reopened', { by })
    case 'rated':
      return t('acts.rated', { by: row.customerName, count: act.score ?? 0 })
    case 'said':
      return t('acts.said', { text: entry.body ?? '' })
    default:
      return ''
  }
}
