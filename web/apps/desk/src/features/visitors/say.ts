import { locale, lookup, t } from '@frontdesk/i18n'
import { shortId, type Visit } from './api'

/** What a visitor is called. */
export const nameOf = (visit: Visit) => visit.name || t('visitors.anonymous', { id: shortId(visit.id) })

/** Where a visitor is, in the language of the desk. */
export function regionOf({ region }: Visit): string {
  const said = locale.value === 'zh-CN' ? region.zh : region.en
  if (said || !region.code) return said ?? ''
  try {
    return new Intl.DisplayNames(locale.value, { type: 'region' }).of(region.code) ?? region.code
  } catch {
    return region.code
  }
}

/** What a source is called here; names of sites stay as they are. */
export const siteOf = ({ source }: Visit) => (source.name && lookup(`visitors.site.${source.name}`)) || source.name || ''

/** How long an invitation waits for an answer. */
const LIFE = 10 * 60_000

/** The one word that says whether a visitor can be invited. */
export function stateOf(visit: Visit, now: number): 'idle' | 'invited' | 'talking' {
  if (visit.talk) return 'talking'
  const { invite } = visit
  return invite && (invite.state === 'sent' || invite.state === 'shown') && now - Date.parse(invite.at) < LIFE ? 'invited' : 'idle'
}
