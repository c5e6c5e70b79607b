import { loadMoreWords, t } from '@frontdesk/i18n'
import { signOf } from '@/parts/alarm'
import { useSession } from '@/shell/session'
import type { QueueNews } from './api'

/** What happened to a queue, and the figures. The words are those of the supervisor's screen, which load with its list. */
export const newsOf = (queue: QueueNews) => t(queue.rules ? 'supervise.news.failed' : queue.score ? 'supervise.news.score' : queue.moved ? 'supervise.news.gone' : 'supervise.news.passed')
export const figuresOf = ({ moved, to, signs, rules, score }: QueueNews) =>
  rules ? rules.join(' · ') : score ? t('supervise.news.byLoad') : moved ? t('supervise.news.moved', { count: moved, to: to || t('supervise.tile.queue') }) : (signs ?? []).map((sign) => signOf(sign)).join(' · ')
/** For a notification, which may come before the words have. */
export async function newsIn(queue: QueueNews) {
  await loadMoreWords()
  return `${newsOf(queue)}: ${figuresOf(queue)}`
}
/** Where its reader looks after it. */
export const placeOf = () => (useSession().can('conversation.monitor') ? '/supervisor' : '/inbox/unassigned')
