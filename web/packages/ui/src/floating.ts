import { cloneVNode, defineComponent, Fragment, onMounted, ref, shallowRef, watch, type PropType, type Ref, type VNode } from 'vue'
import type * as Parts from './floatingParts'

/** Menus and popovers cost more than the rest of the shell together and none is open at the start: they load when idle. */
export const parts = shallowRef<typeof Parts>()
let loading: Promise<void> | undefined

export function loadFloating(): Promise<void> {
  loading ??= import('./floatingParts').then(
    (loaded) => void (parts.value = loaded),
    () => void (loading = undefined),
  )
  return loading
}

/** Whether the real thing is drawn yet: from the first time that it is opened. */
export function useFloating(open: Ref<boolean>) {
  const used = ref(false)
  async function start() {
    await loadFloating()
    if (!parts.value) return
    used.value = true
    open.value = true
  }
  watch(open, (now) => now && !used.value && void start(), { immediate: true })
  onMounted(() => ('requestIdleCallback' in window ? requestIdleCallback(() => void loadFloating(), { timeout: 5_000 }) : setTimeout(loadFloating, 2_000)))
  return { used, start }
}

/**
 * A plane that has closed gives the focus back to its button, unless it has gone on to somewhere else meanwhile: fast hands open the next one before the last is gone.
 * A menu gives it back at once. By itself it would do so a timer later, and take it from what was opened by the choice.
 */
export function giveFocusBack(event: Event): void {
  const at = document.activeElement
  const plane = event.target instanceof Element ? event.target : null
  if (at && at !== document.body && !plane?.contains(at)) return event.preventDefault()
  // The event comes from the element that places the menu.
  const menu = plane?.matches('[data-reka-popper-content-wrapper]') ? plane.firstElementChild : plane
  const button = menu?.role === 'menu' ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : null
  if (!button) return
  event.preventDefault()
  button.focus({ preventScroll: true })
}

/** The first element among slot nodes, also inside fragments that forwarded slots make. */
function first(nodes: readonly unknown[] | undefined): VNode | undefined {
  for (const node of (nodes ?? []) as VNode[]) {
    if (node.type === Fragment) {
      const inner = first(node.children as VNode[])
      if (inner) return inner
    } else if (typeof node.type !== 'symbol') return node
  }
  return undefined
}

/** The trigger before its menu or popover is there: the same element, with the same names for assistive technology. */
export const EarlyTrigger = defineComponent({
  name: 'EarlyTrigger',
  props: { popup: { type: String as PropType<'menu' | 'dialog'>, required: true } },
  emits: ['start'],
  setup(props, { slots, emit }) {
    return () => {
      const child = first(slots.default?.())
      return (
        child &&
        cloneVNode(child, {
          'aria-haspopup': props.popup,
          'aria-expanded': 'false',
          'data-state': 'closed',
          onClick: () => emit('start'),
          onKeydown: (event: KeyboardEvent) => {
            if (props.popup !== 'menu' || event.key !== 'ArrowDown') return
            event.preventDefault()
            emit('start')
          },
        })
      )
    }
  },
})
