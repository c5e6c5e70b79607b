import type { components } from '@frontdesk/client'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { queryClient } from '@/shell/api'
import { call } from '@/shell/call'
import { SETUP, type Setup } from './say'
import { treeOf } from './tree'

export { asked, formOf, ownWords, type Form, type Outcome, type Said, type Setup } from './say'

type Schemas = components['schemas']
export type Category = Schemas['Category']
export type Mode = Schemas['Form']['mode']
/** A summary with its history. */
export type Told = Schemas['Told']

export const OUTCOMES = ['resolved', 'unresolved', 'follow_up'] as const

export const keys = {
  setup: SETUP,
  of: (id: string) => ['wrapup', 'of', id] as const,
  report: ['wrapup', 'report'] as const,
}
const setup = { queryKey: keys.setup, queryFn: () => call<Setup>('GET', '/wrapup'), staleTime: 60_000 }
const told = (id: string) => ({
  queryKey: keys.of(id),
  queryFn: async () => (await call<{ items: Told[] }>('GET', '/conversations/{id}/summaries', { path: { id } })).items,
})
export const loadSetup = (): Promise<Setup> => queryClient.fetchQuery(setup)
export const loadTold = (id: string): Promise<Told[]> => queryClient.fetchQuery({ ...told(id), staleTime: 10_000 })
export const changed = (key: readonly unknown[]) => queryClient.invalidateQueries({ queryKey: key })

/** Categories and forms, kept for all who show them. */
export function useSetup() {
  const query = useQuery(setup)
  const tree = computed(() => treeOf(query.data.value?.categories ?? []))
  return { ...query, tree }
}

/** The summaries of a conversation, the newest first. */
export const useTold = (id: () => string) => useQuery(computed(() => told(id())))
