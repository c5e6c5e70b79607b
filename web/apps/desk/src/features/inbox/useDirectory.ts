import { useQuery } from '@tanstack/vue-query'
import { compareNames, t } from '@frontdesk/i18n'
import { dotColour, teamHues } from '@frontdesk/ui'
import { computed, effectScope, onScopeDispose } from 'vue'
import { queryClient } from '@/shell/api'
import { useSession } from '@/shell/session'
import { getChannels, getPresence, getTags, getTeams, getUsers, type Page, type Presence, type PresenceState } from './api'
import { keys } from './cache'
import { USUAL, type Limits } from './clock'

const LONG = 5 * 60_000

function directory() {
  const session = useSession()
  const users = useQuery({ queryKey: keys.users, queryFn: getUsers, staleTime: LONG, enabled: () => session.can('user.read') })
  const teams = useQuery({ queryKey: keys.teams, queryFn: getTeams, staleTime: LONG })
  const tags = useQuery({ queryKey: keys.tags, queryFn: getTags, staleTime: LONG })
  const channels = useQuery({ queryKey: keys.channels, queryFn: getChannels, staleTime: LONG, enabled: () => session.can('channel.read') })
  const presence = useQuery({ queryKey: keys.presence, queryFn: getPresence, staleTime: LONG })

  const userMap = computed(() => new Map((users.data.value?.items ?? []).map((user) => [user.id, user])))
  const teamMap = computed(() => new Map((teams.data.value?.items ?? []).map((team) => [team.id, team])))
  const tagMap = computed(() => new Map((tags.data.value?.items ?? []).map((tag) => [tag.id, tag])))
  const channelMap = computed(() => new Map((channels.data.value?.items ?? []).map((channel) => [channel.id, channel])))
  const presenceMap = computed(() => new Map((presence.data.value?.items ?? []).map((one) => [one.userId, one])))
  const hues = computed(() => teamHues([...teamMap.value.keys()]))
  const me = computed(() => session.user?.id ?? '')

  return {
    /** Reads again what is old by now. */
    freshen: () => [users, teams, tags, channels, presence].forEach((query) => query.isStale.value && void query.refetch({ cancelRefetch: false })),
    me,
    people: computed(() => [...userMap.value.values()].filter((user) => user.status !== 'disabled').sort((a, b) => compareNames(a.name, b.name))),
    teams: computed(() => [...teamMap.value.values()]),
    tags: computed(() => [...tagMap.value.values()].sort((a, b) => compareNames(a.name, b.name))),
    channels: computed(() => [...channelMap.value.values()]),
    user: (id: string | undefined) => userMap.value.get(id ?? ''),
    /** The name of a person; a word for one who is gone. */
    nameOf: (id: string | undefined): string =>
      (id === me.value ? session.user?.name : undefined) ?? userMap.value.get(id ?? '')?.name ?? t('inbox.someone'),
    avatarOf: (id: string | undefined): string | undefined => userMap.value.get(id ?? '')?.avatarUrl || undefined,
    teamName: (id: string | undefined): string => teamMap.value.get(id ?? '')?.name ?? t('inbox.aTeam'),
    teamColour: (id: string): string => dotColour(hues.value.get(id) ?? 0),
    tag: (id: string) => tagMap.value.get(id),
    channel: (id: string) => channelMap.value.get(id),
    /** When a customer of this channel waits too long. */
    limits: (id: string): Limits => channelMap.value.get(id)?.settings.attention ?? USUAL,
    presenceOf: (id: string | undefined): PresenceState => presenceMap.value.get(id ?? '')?.state ?? 'offline',
    presence: (id: string | undefined): Presence | undefined => presenceMap.value.get(id ?? ''),
  }
}

let shared: { dir: ReturnType<typeof directory>; users: number; stop: () => void } | undefined

/** People, teams, tags and channels by id, with the names to show: one for all who ask, as long as somebody does. */
export function useDirectory() {
  if (shared) shared.dir.freshen()
  else {
    const scope = effectScope(true)
    shared = { dir: scope.run(directory) as ReturnType<typeof directory>, users: 0, stop: () => scope.stop() }
  }
  const mine = shared
  mine.users++
  onScopeDispose(() => {
    if (--mine.users) return
    mine.stop()
    if (shared === mine) shared = undefined
  })
  return mine.dir
}

/** A frame about somebody's presence; without a state the frame only says that it changed. */
export function presenceChanged(frame: { user: string; state?: string; reason?: string; since?: string }): void {
  if (!frame.state) {
    void queryClient.invalidateQueries({ queryKey: keys.presence })
    return
  }
  const next: Presence = { userId: frame.user, state: frame.state as PresenceState, reason: frame.reason ?? '', manual: true, ...(frame.since ? { since: frame.since } : {}) }
  queryClient.setQueryData<Page<Presence>>(keys.presence, (data) => data && { ...data, items: [...data.items.filter((one) => one.userId !== frame.user), next] })
}
