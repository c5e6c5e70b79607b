import { computed, ref, type Ref } from 'vue'
import type { Entry } from './api'

const SIZE = 34

/** Which entry is under the pointer, and where its actions stand: one set of buttons for a thread of any length. */
export function useEntryActions(root: Ref<HTMLElement | null>, entries: Ref<readonly Entry[]>) {
  const seq = ref<number>()
  const place = ref<Record<string, string>>({})
  const about = ref<Entry>()

  function over(event: Event) {
    const target = event.target as Element | null
    if (!target || !root.value || target.closest('[role=toolbar]')) return
    const box = target.closest<HTMLElement>('[id^="e-"]')
    if (!box) return clear()
    const now = Number(box.id.slice(2))
    if (now === seq.value) return
    const inner = box.querySelector<HTMLElement>('[data-bubble]') ?? box
    const outer = root.value.getBoundingClientRect()
    const rect = inner.getBoundingClientRect()
    seq.value = now
    const top = `${Math.max(4, rect.top - outer.top - SIZE + 8)}px`
    // At the corner that points into the thread, so that it covers neither the author nor the end of a line.
    place.value = rect.left + rect.right > outer.left + outer.right ? { top, right: `${Math.max(8, outer.right - rect.right + 8)}px` } : { top, left: `${Math.max(8, Math.min(rect.right - outer.left - 60, outer.width - 180))}px` }
  }
  function clear() {
    seq.value = undefined
  }
  return { over, clear, place, about, active: computed(() => (seq.value === undefined ? undefined : entries.value.find((entry) => entry.seq === seq.value))) }
}
