import { locale, t } from '@frontdesk/i18n'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getPeople, keys as desk } from '@/parts/panel/api'
import { useSession } from '@/shell/session'
import { getChannels, getTeams, keys, type State } from './api'

const LONG = 5 * 60_000

/** People, teams and channels by id, with the names to show. */
export function usePeople() {
  const session = useSession()
  const users = useQuery({ queryKey: desk.people, queryFn: getPeople, staleTime: LONG, enabled: () => session.can('user.read') })
  const teams = useQuery({ queryKey: keys.teams, queryFn: getTeams, staleTime: LONG })
  const channels = useQuery({ queryKey: keys.channels, queryFn: getChannels, staleTime: LONG, enabled: () => session.can('channel.read') })
  const userMap = computed(() => new Map((users.data.value?.items ?? []).map((one) => [one.id, one])))
  const teamMap = computed(() => new Map((teams.data.value?.items ?? []).map((one) => [one.id, one])))
  const channelMap = computed(() => new Map((channels.data.value?.items ?? []).map((one) => [one.id, one])))
  const level = computed(() => session.session?.permissions['conversation.monitor'])
  const own = computed(() => (session.user?.teamIds as string[] | undefined) ?? [])
  return {
    me: computed(() => session.user?.id ?? ''),
    /** Teams within reach; undefined for all. */
    reach: computed(() => (level.value === 'all' ? undefined : own.value)),
    people: computed(() => [...userMap.value.values()].filter((one) => one.status === 'active')),
    teams: computed(() => [...teamMap.value.values()].filter((one) => level.value === 'all' || own.value.includes(one.id))),
    channels: computed(() => [...channelMap.value.values()]),
    nameOf: (id: string | undefined): string => userMap.value.get(id ?? '')?.name ?? t('supervise.somebody'),
    teamName: (id: string | undefined): string => (id ? (teamMap.value.get(id)?.name ?? '') : ''),
    channelName: (id: string): string => channelMap.value.get(id)?.name ?? '',
    limits: (id: string) => channelMap.value.get(id)?.settings.attention ?? { warnAfter: 60, alertAfter: 120 },
  }
}
export type People = ReturnType<typeof usePeople>

type Reason = { key: string; en: string; zh: string }
/** What a break may be for, as the workspace says. */
export function useReasons() {
  const session = useSession()
  const reasons = computed(() => (session.workspace?.settings as { breakReasons?: Reason[] } | undefined)?.breakReasons ?? [])
  const word = (reason: Reason) => (locale.value === 'zh-CN' ? reason.zh : reason.en)
  return {
    reasons: computed(() => reasons.value.map((reason) => ({ key: reason.key, label: word(reason) }))),
    /** A state in words, with its reason. */
    stateText(state: State, reason: string | undefined): string {
      if (state !== 'break') return t(`supervise.state.${state}`)
      if (reason === 'auto_away') return t('supervise.state.auto')
      const found = reasons.value.find((each) => each.key === reason)
      return found ? word(found) : t('supervise.state.break')
    },
  }
}
