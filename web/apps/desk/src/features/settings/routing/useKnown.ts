import { t } from '@frontdesk/i18n'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { getChannels } from '@/parts/channel'
import { getFields, keys as panel, nameOf } from '@/parts/panel/api'
import { getTags, keys } from '../api'
import { usePeople } from '../people/usePeople'
import { getCalendars } from '../workspace/calendar'
import type { Naming } from './say'

/** Everything that a plan may refer to, as options of its choices. */
export function useKnown() {
  const { people, teams, teamOptions, teamName, personOptions } = usePeople()
  const calendars = useQuery({ queryKey: keys.calendars, queryFn: getCalendars })
  const channels = useQuery({ queryKey: [...keys.channels, 'all'], queryFn: getChannels })
  const tags = useQuery({ queryKey: [...keys.tags, 'all'], queryFn: getTags })
  const fields = useQuery({ queryKey: panel.fields, queryFn: getFields })
  const calendarOptions = computed(() => (calendars.data.value ?? []).map((each) => ({ value: each.id, label: each.name })))
  const channelOptions = computed(() => (channels.data.value ?? []).map((each) => ({ value: each.id, label: each.name })))
  const tagOptions = computed(() => (tags.data.value ?? []).map((each) => ({ value: each.name, label: each.name })))
  const fieldOptions = (of: 'customer' | 'conversation') => (fields.data.value ?? []).filter((each) => each.of === of).map((each) => ({ value: each.id, label: nameOf(each) }))
  const label = (options: readonly { value: string; label: string }[], id: string) => options.find((each) => each.value === id)?.label ?? t('routing.gone', { id: id.slice(-4) })
  const naming: Naming = {
    channel: (id) => label(channelOptions.value, id),
    field: (key) => label([...fieldOptions('customer'), ...fieldOptions('conversation')], key),
  }
  const calendarName = (id: string) => label(calendarOptions.value, id)
  /** With what was deleted meanwhile, so that it can be seen and taken out. */
  const withGone = <O extends { value: string; label: string }>(options: readonly O[], chosen: readonly string[] = []) => [
    ...options,
    ...chosen.filter((id) => id && !options.some((each) => each.value === id)).map((id) => ({ value: id, label: t('routing.gone', { id: id.slice(-4) }) })),
  ]
  const personName = (id: string) => people.data.value?.find((user) => user.id === id)?.name ?? ''
  return { people, teams, teamOptions, teamName, personOptions, personName, calendarOptions, calendarName, channelOptions, tagOptions, fieldOptions, naming, withGone }
}
