import { t } from '@frontdesk/i18n'
import { toast } from '@frontdesk/ui'
import { shallowRef } from 'vue'
import { explain, queryClient } from '@/shell/api'
import { pin, unpin } from './api'
import { findRow, keys } from './cache'
import { PINNED } from './useList'
import type { Pages } from './rows'

/** Counts up when the pins change, for who reads them outside their query. */
const moved = shallowRef(0)
queryClient.getQueryCache().subscribe((event) => {
  const [area, kind, query] = event.query.queryKey as [string, string, { view?: string } | undefined]
  if (event.type === 'updated' && area === 'inbox' && kind === 'list' && query?.view === 'pinned') moved.value++
})
const pages = () => queryClient.getQueryData<Pages>(keys.list(PINNED))

/** Whether the reader keeps a conversation on top; reactive. */
export function isPinned(id: string | undefined): boolean {
  void moved.value
  return !!id && !!pages()?.pages.some((page) => page.items.some((row) => row.id === id))
}

/** Pins or unpins: shown at once, taken back when the server refuses. */
export async function togglePin(id: string): Promise<void> {
  const key = keys.list(PINNED)
  const before = pages()
  const on = !isPinned(id)
  const row = findRow(id)
  const items = before?.pages[0]?.items ?? []
  if (row) queryClient.setQueryData<Pages>(key, { pages: [{ items: on ? [...items, row] : items.filter((one) => one.id !== id) }], pageParams: [undefined] })
  try {
    await (on ? pin(id) : unpin(id))
    toast({ text: on ? t('inbox.done.pinned') : t('inbox.done.unpinned'), tone: 'ok' })
  } catch (error) {
    queryClient.setQueryData<Pages>(key, before)
    toast({ text: explain(error), tone: 'bad' })
  }
  void queryClient.invalidateQueries({ queryKey: key })
}
