import { useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { getViewCounts, getViews, type SavedView } from './api'
import { keys } from './cache'

/** The saved views that the reader sees, with their numbers. */
export function useSavedViews() {
  const list = useQuery({ queryKey: keys.views, queryFn: getViews, staleTime: 60_000 })
  const views = computed<readonly SavedView[]>(() => list.data.value?.items ?? [])
  const counts = useQuery({
    queryKey: computed(() => [...keys.viewCounts, views.value.map((view) => `${view.id}.${view.version}`).join()]),
    queryFn: getViewCounts,
    enabled: computed(() => views.value.length > 0),
    // Each number is a small search: they follow at their own pace, and only while somebody looks.
    refetchInterval: 20_000,
    staleTime: 10_000,
  })
  const byId = computed(() => new Map((counts.data.value?.items ?? []).map((one) => [one.id, `${one.count}${one.more ? '+' : ''}`])))
  return { views, settled: computed(() => !list.isPending.value), countOf: (id: string) => byId.value.get(id) ?? '', find: (id: string | undefined) => views.value.find((view) => view.id === id) }
}

/** The view whose dialog is open; `new` for what the list shows. */
export const editedView = ref<SavedView | 'new'>()
