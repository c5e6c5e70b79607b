import { nextTick, watch, type Ref } from 'vue'
import { blockOf } from './blocks'

type Place = { entry: string; offset: number }
const KEPT = 60
const FRAMES = 12

/**
 * Keeps where the reader was in each conversation: the entry at the top of the timeline, and the selection in the composer. It
 * looks at the page, so that timeline and composer need not know of it. Whoever was at the newest message comes back there.
 */
export function useScrollMemory(pane: Ref<HTMLElement | null>, id: Ref<string | undefined>, ready: () => boolean): void {
  const places = new Map<string, Place>()
  const carets = new Map<string, [number, number]>()
  const log = () => pane.value?.querySelector<HTMLElement>('[role=log]')
  const field = () => pane.value?.querySelector<HTMLTextAreaElement>('textarea[data-composer]')

  function keep<T>(map: Map<string, T>, key: string, value: T | undefined) {
    map.delete(key)
    if (value !== undefined) map.set(key, value)
    for (const old of [...map.keys()].slice(0, Math.max(0, map.size - KEPT))) map.delete(old)
  }
  function leave(key: string) {
    const box = log()
    const top = box?.getBoundingClientRect().top ?? 0
    const scrolled = !!box && Math.abs(box.scrollTop) > 80
    const entry = scrolled ? [...box.querySelectorAll<HTMLElement>('[id^="e-"]')].find((one) => one.getBoundingClientRect().bottom > top) : undefined
    keep(places, key, entry && { entry: entry.id, offset: entry.getBoundingClientRect().top - top })
    const text = field()
    keep(carets, key, text?.value ? [text.selectionStart, text.selectionEnd] : undefined)
  }
  /** Entries get their height when they are laid out, and the draft comes a little later: so it takes some frames. */
  function back(key: string, frame = 0) {
    if (id.value !== key || frame >= FRAMES) return
    const place = places.get(key)
    const box = log()
    const entry = place && box?.querySelector<HTMLElement>(`[id="${place.entry}"]`)
    if (place && box && entry) box.scrollTop += entry.getBoundingClientRect().top - box.getBoundingClientRect().top - place.offset
    // Not drawn yet: its block comes into sight first.
    else if (place && box) box.querySelector(`[data-block="${blockOf(Number(place.entry.slice(2)))}"]`)?.scrollIntoView({ block: 'start' })
    const caret = carets.get(key)
    const text = field()
    if (caret && text && text.value.length >= caret[1] && text.value) {
      text.setSelectionRange(...caret)
      carets.delete(key)
    }
    if ((place && (frame < 4 || !entry)) || carets.has(key)) requestAnimationFrame(() => back(key, frame + 1))
  }

  watch(id, (_, before) => before && leave(before), { flush: 'pre' })
  watch([id, ready], ([now, there]) => now && there && (places.has(now) || carets.has(now)) && void nextTick(() => back(now)), { flush: 'post' })
}
