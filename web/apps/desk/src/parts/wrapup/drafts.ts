import type { Said } from './api'

/** What was begun and left, by conversation, for as long as the page is open. */
const drafts = new Map<string, Said>()
const MOST = 50

export const draftOf = (id: string | undefined): Said | undefined => (id ? drafts.get(id) : undefined)
export function keep(id: string | undefined, said: Said): void {
  if (!id) return
  drafts.delete(id)
  if (!said.categoryId && !said.remark) return
  drafts.set(id, said)
  for (const old of [...drafts.keys()].slice(0, Math.max(0, drafts.size - MOST))) drafts.delete(old)
}
export const drop = (id: string | undefined): void => void (id && drafts.delete(id))
