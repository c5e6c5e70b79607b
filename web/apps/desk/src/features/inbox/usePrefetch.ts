import { onScopeDispose, watch, type Ref } from 'vue'
import { queryClient } from '@/shell/api'
import { listEntries, type Row } from './api'
import { keys } from './cache'
import type { Thread } from './thread'

const FIRST = 9
const REST_MS = 600

/** Reads the threads that a digit opens before it is pressed, one after the other, while nothing else happens. */
export function usePrefetch(rows: Ref<readonly Row[]>, on: Ref<boolean>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false
  async function read(ids: readonly string[]) {
    for (const id of ids) {
      if (gone) return
      await queryClient.prefetchQuery({ queryKey: keys.thread(id), queryFn: async (): Promise<Thread> => ({ entries: (await listEntries(id, { limit: 50 })).items }), staleTime: Infinity })
    }
  }
  watch(
    () => (on.value ? rows.value.slice(0, FIRST).map((row) => row.id).join() : ''),
    (ids) => {
      clearTimeout(timer)
      if (ids) timer = setTimeout(() => void read(ids.split(',')), REST_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
  })
}
