import { compareNames } from '@frontdesk/i18n'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { roleTitle } from '@/parts/roles'
import { useSession } from '@/shell/session'
import { getPeople, getPresence, getRoles, getTeams, keys } from '../api'

/** People, teams and roles with the names to show. */
export function usePeople() {
  const session = useSession()
  const people = useQuery({ queryKey: keys.people, queryFn: getPeople })
  const teams = useQuery({ queryKey: [...keys.teams, 'all'], queryFn: getTeams })
  const roles = useQuery({ queryKey: keys.roles, queryFn: getRoles })
  const presence = useQuery({ queryKey: [...keys.presence, 'all'], queryFn: getPresence, refetchInterval: 60_000 })
  const teamName = (id: string) => teams.data.value?.find((team) => team.id === id)?.name ?? ''
  const roleName = (id: string) => {
    const role = roles.data.value?.find((each) => each.id === id)
    return role ? roleTitle(role) : ''
  }
  const roleOptions = computed(() => (roles.data.value ?? []).map((role) => ({ value: role.id, label: roleTitle(role), ...(role.description ? { hint: role.description } : {}) })))
  const teamOptions = computed(() => (teams.data.value ?? []).map((team) => ({ value: team.id, label: team.name })).sort((a, b) => compareNames(a.label, b.label)))
  const personOptions = computed(() =>
    (people.data.value ?? []).filter((user) => user.status === 'active').map((user) => ({ value: user.id, label: user.name, hint: user.alias, keywords: user.email, avatar: { id: user.id, name: user.name, ...(user.avatarUrl ? { src: user.avatarUrl } : {}) } })),
  )
  const stateOf = (id: string) => presence.data.value?.find((each) => each.userId === id)?.state ?? 'offline'
  return { people, teams, roles, teamName, roleName, roleOptions, teamOptions, personOptions, stateOf, mayManage: () => session.can('user.manage') }
}

/** A link to a page of this desk with a secret behind the #, which no server sees. */
export const secretLink = (base: string, page: 'invite' | 'reset', token: string): string => `${base.replace(/\/$/, '')}/${page}#${encodeURIComponent(token)}`
