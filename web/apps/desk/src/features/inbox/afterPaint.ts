import { shallowRef, watch, type Ref } from 'vue'

/** Resolves when what has changed by now has been painted; at once where nobody looks. */
export const painted = (): Promise<void> => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))))

/** The same value, a moment later: when what depends on the first one has been painted. It comes and goes at once. */
export function afterPaint<V>(value: Ref<V | undefined>): Ref<V | undefined> {
  const later = shallowRef(value.value)
  const follow = () => void (later.value = value.value)
  watch(value, (now) => (now && later.value ? requestAnimationFrame(() => setTimeout(follow)) : follow()), { flush: 'sync' })
  return later
}
