import { shallowRef } from 'vue'

/** What a tooltip shows; one tooltip exists at a time, drawn by `TooltipLayer`. */
export type Tip = { text: string; keys?: string | undefined; side?: 'top' | 'bottom' | 'right' | undefined }
type Shown = Tip & { anchor: HTMLElement }

export const TIP_ID = 'fd-tip'
export const shownTip = shallowRef<Shown | null>(null)

const WAIT = 500
let timer: ReturnType<typeof setTimeout> | undefined
let warmUntil = 0

function show(tip: Tip, anchor: HTMLElement, wait: number) {
  clearTimeout(timer)
  timer = setTimeout(() => {
    if (anchor.isConnected) shownTip.value = { ...tip, anchor }
  }, wait)
}

/** Hides the tooltip; for a while the next one appears at once, so that a row of buttons can be read quickly. */
export function hideTip(): void {
  clearTimeout(timer)
  if (shownTip.value) warmUntil = Date.now() + 300
  shownTip.value = null
}

/** Keeps the tooltip while the pointer rests on it, as WCAG 1.4.13 asks. */
export function holdTip(): void {
  clearTimeout(timer)
}

function hideSoon() {
  clearTimeout(timer)
  timer = setTimeout(hideTip, 80)
}

/** Listeners for the element that a tooltip explains: hover with a mouse, or keyboard focus; Escape hides it. */
export function tipListeners(tip: () => Tip | null) {
  const open = (event: Event, wait: number) => {
    const now = tip()
    if (now?.text) show(now, event.currentTarget as HTMLElement, wait)
  }
  return {
    onPointerenter: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') open(event, shownTip.value || Date.now() < warmUntil ? 0 : WAIT)
    },
    onPointerleave: hideSoon,
    onPointerdown: hideTip,
    onFocus: (event: FocusEvent) => {
      if ((event.currentTarget as HTMLElement).matches(':focus-visible')) open(event, 0)
    },
    onBlur: hideTip,
    onKeydown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') hideTip()
    },
  }
}
