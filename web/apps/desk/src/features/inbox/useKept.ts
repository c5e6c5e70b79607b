import { computed, shallowRef, watch, type Ref } from 'vue'
import type { Row } from './api'

const MOST = 10
/** A timeline that is drawn: in the page while it is open, beside it afterwards. */
export type Kept = { id: string; host: HTMLElement; row: Row; unreadAfter: number | undefined }

/**
 * Keeps the timelines of the last conversations drawn, each in a box of its own: to come back to one of them, its box is
 * put into the page and nothing is made anew. What is not open gets no changes from here.
 */
export function useKept(open: Ref<Row | undefined>, unreadAfter: Ref<number | undefined>, lost: Ref<string | undefined>, place: Ref<HTMLElement | null>) {
  const kept = shallowRef<readonly Kept[]>([])
  const now = computed(() => kept.value.find((one) => one.id === open.value?.id))
  function box(): HTMLElement {
    const host = document.createElement('div')
    host.className = 'flex min-h-0 flex-1 flex-col'
    return host
  }
  const without = (id: string) => kept.value.filter((one) => one.id !== id)
  watch(
    [open, unreadAfter] as const,
    ([row, after], [before]) => {
      // A dialog of it would stand over the next one.
      if (before && before.id !== row?.id && document.querySelector('[role=dialog][data-state=open]')) kept.value = without(before.id)
      if (row) kept.value = [...without(row.id), { id: row.id, host: kept.value.find((one) => one.id === row.id)?.host ?? box(), row, unreadAfter: after }].slice(-MOST)
    },
    { immediate: true },
  )
  /** What may not be read any more. */
  watch(lost, (id) => id && (kept.value = without(id)))
  watch(
    [place, () => now.value?.host] as const,
    ([into, host]) => into && host && host.parentNode !== into && into.replaceChildren(host),
    { flush: 'post' },
  )
  return kept
}
