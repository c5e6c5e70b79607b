const visible = (element: HTMLElement) => element.offsetParent !== null || element.getClientRects().length > 0

/**
 * F6: moves focus to the next pane. A pane is any element with `data-pane`; inside it `[data-pane-focus]` takes the
 * focus, else the pane itself (give it tabindex="-1").
 */
export function cyclePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(visible)
  if (panes.length === 0) return
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = at < 0 ? (step > 0 ? 0 : panes.length - 1) : (at + step + panes.length) % panes.length
  const pane = panes[next]
  const target = pane?.querySelector<HTMLElement>('[data-pane-focus]') ?? pane
  target?.focus()
}
