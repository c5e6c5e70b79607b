import type { Page } from './types'

const QUIET = 2000

/**
 * Notices when a page of the site is left for another without loading, and reports where the visitor is: at most once in
 * two seconds, and each address once in a row.
 */
export function follow(report: (page: Page) => void): { tell: (page?: Page) => void; stop: () => void } {
  let last = location.href
  let next: Page | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const send = () => {
    timer = undefined
    if (!next || next.url === last) return
    last = next.url
    report(next)
  }
  const tell = (page?: Page) => {
    const url = new URL(page ? page.url : location.href, location.href).href
    next = { url: url.slice(0, 4000), title: ((page && page.title) || document.title).slice(0, 500) }
    timer = timer || setTimeout(send, QUIET)
  }
  const moved = () => tell()
  const wrapped = (['pushState', 'replaceState'] as const).map((name) => {
    const original = history[name]
    const mine: typeof original = function (this: History, ...rest) {
      original.apply(this, rest)
      moved()
    }
    history[name] = mine
    return () => {
      // Somebody may have wrapped ours since; then ours stays below and reports nothing.
      if (history[name] === mine) history[name] = original
    }
  })
  addEventListener('popstate', moved)
  return {
    tell,
    stop() {
      clearTimeout(timer)
      report = () => {}
      removeEventListener('popstate', moved)
      for (const undo of wrapped) undo()
    },
  }
}
