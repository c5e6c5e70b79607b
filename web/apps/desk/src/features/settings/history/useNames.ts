import { locale, t } from '@frontdesk/i18n'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getCategories } from '@/parts/faq/api'
import { nameOf } from '@/parts/faq/say'
import { roleTitle } from '@/parts/roles'
import { useSetup } from '@/parts/wrapup/api'
import { useSession } from '@/shell/session'
import { getPeople, getPermissions, getRoles, getTeams, keys } from '../api'
import { getCalendars } from '../workspace/calendar'
import type { Version } from './api'

/** What the history keeps ids of, by the names of today. */
export function useNames() {
  const session = useSession()
  const enabled = computed(() => session.can('user.read'))
  const people = useQuery({ queryKey: keys.people, queryFn: getPeople, enabled })
  const teams = useQuery({ queryKey: [...keys.teams, 'all'], queryFn: getTeams, enabled })
  const roles = useQuery({ queryKey: keys.roles, queryFn: getRoles, enabled })
  const calendars = useQuery({ queryKey: keys.calendars, queryFn: getCalendars })
  const permissions = useQuery({ queryKey: keys.permissions, queryFn: getPermissions })
  const questions = useQuery({ queryKey: ['settings', 'faq', 'categories'], queryFn: getCategories, enabled: computed(() => session.can('faq.use')) })
  const { data: setup, tree } = useSetup()
  const known = computed(() => {
    const all = new Map([['default', t('wrapup.forms.default')]])
    for (const each of setup.value?.categories ?? []) all.set(each.id, tree.value.title(each.id))
    for (const each of questions.data.value ?? []) all.set(each.id, nameOf(each))
    for (const each of [...(people.data.value ?? []), ...(teams.data.value ?? []), ...(calendars.data.value ?? [])]) all.set(each.id, each.name)
    for (const each of roles.data.value ?? []) all.set(each.id, roleTitle(each))
    return all
  })
  const entries = computed(() => new Map((permissions.data.value ?? []).map((each) => [each.permission, each])))
  const name = (id: string) => known.value.get(id)
  const rights = (permission: string) => {
    const entry = entries.value.get(permission)
    return entry && { name: locale.value === 'zh-CN' ? entry.zh : entry.en, scoped: entry.levels.length > 1 }
  }
  const person = (id: string) => people.data.value?.find((each) => each.id === id)
  /** Who made a version. */
  function author({ by }: Version): string {
    if (by.kind !== 'user' && by.kind !== 'token') return t('history.system')
    const who = name(by.id) ?? t('history.gone')
    return by.kind === 'token' ? t('history.token', { name: who }) : who
  }
  /** What a version is about. */
  const subject = (version: Version): string => (/^(person|summary_.+|faq_category)$/.test(version.kind) ? (name(version.subjectId) ?? t('history.gone')) : (version.name ?? ''))
  return { people, name, rights, person, author, subject }
}
