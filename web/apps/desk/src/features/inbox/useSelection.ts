import { computed, ref, type Ref } from 'vue'
import type { Row } from './api'

/** The rows chosen for an action on several. Rows that left the list are not chosen any more. */
export function useSelection(rows: Ref<readonly Row[]>) {
  const chosen = ref<ReadonlySet<string>>(new Set())
  const active = ref(false)
  let last: string | undefined

  const marked = computed<ReadonlySet<string>>(() => {
    if (chosen.value.size === 0) return chosen.value
    const there = new Set(rows.value.map((row) => row.id))
    return new Set([...chosen.value].filter((id) => there.has(id)))
  })

  function toggle(id: string) {
    const next = new Set(marked.value)
    if (!next.delete(id)) next.add(id)
    last = id
    chosen.value = next
    active.value ||= next.size > 0
  }
  /** From the last one to this one. */
  function extend(id: string) {
    const ids = rows.value.map((row) => row.id)
    const from = last === undefined ? -1 : ids.indexOf(last)
    const to = ids.indexOf(id)
    if (from < 0 || to < 0) return toggle(id)
    chosen.value = new Set([...marked.value, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)])
    active.value = true
  }
  function clear() {
    chosen.value = new Set()
    active.value = false
    last = undefined
  }

  return {
    marked,
    count: computed(() => marked.value.size),
    ids: computed(() => [...marked.value]),
    /** Clicks choose instead of open. */
    active: computed(() => active.value || marked.value.size > 0),
    choose: (on: boolean) => (on ? (active.value = true) : clear()),
    toggle,
    extend,
    all: () => {
      chosen.value = new Set(rows.value.map((row) => row.id))
      active.value = true
    },
    clear,
  }
}
export type Selection = ReturnType<typeof useSelection>
