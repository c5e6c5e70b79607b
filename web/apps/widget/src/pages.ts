// Where the visitor is on the site, for whoever answers.
import { ask, here, on } from './session'
import type { Page } from './types'

const LOOK = 2000

let reported = location.href
let page: Page | undefined
let toldAt: string | undefined

/** What the site calls this page; it holds until the address changes. */
export function tellPage({ url, title }: Page): void {
  page = { url: new URL(url, location.href).href.slice(0, 4000), title: (title || document.title).slice(0, 500) }
  toldAt = location.href
}

/** Notices that a page was left for another without loading, and reports each once in a row; the history of the site is left alone. */
export const follow = () =>
  setInterval(() => {
    const now = (toldAt === location.href && page) || here()
    if (now.url !== reported && on()) ask('pages', { json: now }).catch(() => {})
    reported = now.url
  }, LOOK)
