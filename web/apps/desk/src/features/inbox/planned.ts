import { useQuery } from '@tanstack/vue-query'
import { computed, watch, type Ref } from 'vue'
import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'
import type { Attachment, Entry, Result } from './api'
import type { Quote } from './quoting'

/** A message that leaves at a time to come. */
export type Planned = {
  id: string
  conversationId: string
  authorId: string
  body: string
  attachments?: Attachment[]
  quote?: Quote
  onlyIfQuiet?: boolean
  sendAt: string
  held?: 'resolved' | 'answered' | 'denied' | 'words' | 'refused'
  version: number
}
export type Plan = { clientId: string; body: string; attachments: { fileId: string }[]; quoteId?: string; confirmed?: boolean; sendAt: string; onlyIfQuiet: boolean }

const PATH = '/conversations/{id}/planned'
const key = (id: string) => ['planned', id] as const
const refresh = (id: string) => queryClient.invalidateQueries({ queryKey: key(id) })
const at = ({ conversationId, id }: Planned) => ({ path: { id: conversationId, plannedId: id } })

export async function plan(id: string, body: Plan): Promise<Planned> {
  const made = await call<Planned>('POST', PATH, { path: { id }, body })
  queryClient.setQueryData<Planned[]>(key(id), (old = []) => [...old.filter((one) => one.id !== made.id), made].sort((a, b) => Date.parse(a.sendAt) - Date.parse(b.sendAt)))
  return made
}
export async function replan(planned: Planned, change: { body?: string; attachments?: { fileId: string }[]; sendAt?: string; onlyIfQuiet?: boolean }): Promise<void> {
  await call('PATCH', `${PATH}/{plannedId}`, { ...at(planned), body: { version: planned.version, ...change } }).finally(() => refresh(planned.conversationId))
}
export async function unplan(planned: Planned): Promise<void> {
  await call('DELETE', `${PATH}/{plannedId}`, at(planned)).finally(() => refresh(planned.conversationId))
}
export async function sendNow(planned: Planned): Promise<Result> {
  return call<Result>('POST', `${PATH}/{plannedId}/send`, at(planned)).finally(() => refresh(planned.conversationId))
}

/** Whether an entry tells that the planned messages are others now: one was planned, came or went with a merge, or is this entry. */
const concerns = (entry: Entry) => /^(plan|merged_in|unmerged_out)/.test(entry.activity?.type ?? '') || !!entry.clientId?.startsWith('pln_')

/** The planned messages of the open conversation, as long as it is open. */
export function usePlanned(id: Ref<string>, entries: Ref<readonly Entry[]>) {
  const query = useQuery({
    queryKey: computed(() => key(id.value)),
    queryFn: async () => (await call<Page<Planned>>('GET', PATH, { path: { id: id.value } })).items,
  })
  watch(entries, (now, before) => {
    const last = before.at(-1)?.seq ?? 0
    for (let i = now.length - 1; i >= 0 && (now[i] as Entry).seq > last; i--) if (concerns(now[i] as Entry)) return void refresh(id.value)
  })
  // What has arrived as a message is not planned any more, whichever of the two is known first.
  return computed(() => (query.data.value ?? []).filter((one) => !entries.value.slice(-100).some((entry) => entry.clientId === one.id)))
}

/** Usual times to send something at: soon, this evening, and the next working mornings. */
export function planChoices(now: Date): { id: 'hour' | 'evening' | 'tomorrow' | 'monday'; at: Date }[] {
  const day = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const hour = new Date(Math.ceil((now.getTime() + 3_600_000) / 300_000) * 300_000)
  const monday = day((8 - now.getDay()) % 7 || 7, 9)
  return [
    { id: 'hour', at: hour },
    ...(now.getHours() < 17 ? [{ id: 'evening' as const, at: day(0, 18) }] : []),
    { id: 'tomorrow', at: day(1, 9) },
    ...(monday.getTime() === day(1, 9).getTime() ? [] : [{ id: 'monday' as const, at: monday }]),
  ]
}
