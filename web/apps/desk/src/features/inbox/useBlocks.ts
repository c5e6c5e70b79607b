import { computed, nextTick, onMounted, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Entry } from './api'
import { BLOCK, blockMaker, blockOf } from './blocks'
import type { Unread } from './lines'

/** Height of an entry that nobody has seen yet, and how far beyond the edges of the box blocks are drawn. */
const GUESS = 58
const MARGIN = 1_200
const SETTLE_MS = 60

/**
 * Draws of a timeline what is seen and a little more; the rest are empty boxes. The box is laid out from its end
 * (column-reverse), so what changes its height above the reader moves nothing. What changes it below the top edge of the box
 * is made up for here, before it is painted.
 */
export function useBlocks(box: Ref<HTMLElement | null>, entries: Ref<readonly Entry[]>, unread: Ref<Unread | undefined>, atEnd: Ref<boolean>, load: (blocks: readonly number[]) => unknown) {
  const make = blockMaker()
  const blocks = computed(() => make(entries.value, unread.value))
  const near = shallowRef(new Set<number>())
  /** The end is always drawn: the first picture of a thread needs no second look. */
  const drawn = (index: number) => index >= blocks.value.length - 2 || near.value.has(index)

  const known = new Map<number, number>()
  const guess = (index: number) => known.get(index) ?? BLOCK * GUESS

  let timer: ReturnType<typeof setTimeout> | undefined
  const missing = () => blocks.value.filter((block) => !block.whole && drawn(block.index)).map((block) => block.index)
  /** Whoever pulls the scroll bar past months wants to read where it stops. */
  function loadSoon() {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const wanted = missing()
      if (wanted.length) load(wanted)
    }, SETTLE_MS)
  }

  let seen: IntersectionObserver | undefined
  let sized: ResizeObserver | undefined
  const watched = new WeakSet<Element>()
  const indexOf = (node: Element) => Number((node as HTMLElement).dataset.block ?? -1)
  function watchBlocks() {
    for (const node of box.value?.querySelectorAll('[data-block], [data-tail]') ?? []) {
      if (watched.has(node)) continue
      watched.add(node)
      if (node.hasAttribute('data-block')) seen?.observe(node)
      sized?.observe(node)
    }
  }
  function onSeen(changes: IntersectionObserverEntry[]) {
    const next = new Set(near.value)
    for (const { target, isIntersecting } of changes) {
      if (!target.isConnected) continue // waits beside the page as it was left
      if (isIntersecting) next.add(indexOf(target))
      else next.delete(indexOf(target))
    }
    near.value = next
    loadSoon()
  }
  let settled = false
  function onSized(changes: ResizeObserverEntry[]) {
    const edge = box.value?.getBoundingClientRect().top ?? 0
    let shift = 0
    for (const { target, borderBoxSize } of changes) {
      if (!target.isConnected) continue
      const index = indexOf(target)
      const height = borderBoxSize[0]?.blockSize ?? 0
      const grown = height - (known.get(index) ?? (settled ? 0 : height))
      known.set(index, height)
      // Where it began before it grew: its end has stayed in its place, seen from the end of the thread.
      if (grown && !atEnd.value && target.getBoundingClientRect().top + grown >= edge) shift += grown
    }
    settled = true
    if (shift && box.value) box.value.scrollTop -= shift
  }

  onMounted(() => {
    if (!box.value || typeof IntersectionObserver === 'undefined') return
    seen = new IntersectionObserver(onSeen, { root: box.value, rootMargin: `${MARGIN}px 0px` })
    sized = new ResizeObserver(onSized)
    watchBlocks()
  })
  watch(() => blocks.value.length, watchBlocks, { flush: 'post' })
  watch(blocks, () => missing().length > 0 && loadSoon())
  onScopeDispose(() => {
    clearTimeout(timer)
    seen?.disconnect()
    sized?.disconnect()
  })

  const found = ref<number>()
  /** Puts an entry that is loaded into the middle, and shows for a moment which one it is. */
  async function show(seq: number, place: ScrollLogicalPosition = 'center', mark = true) {
    const index = blockOf(seq)
    near.value = new Set([...near.value, index - 1, index, index + 1])
    found.value = undefined
    await nextTick()
    if (mark) found.value = seq
    await nextTick()
    const at = () => document.getElementById(`e-${seq}`) ?? [...(box.value?.querySelectorAll<HTMLElement>('[id^="e-"]') ?? [])].find((node) => Number(node.id.slice(2)) >= seq)
    at()?.scrollIntoView({ block: place })
  }
  return { blocks, drawn, guess, found, show }
}
