import type { Category } from '@/parts/wrapup/api'
import { MAX_LEVELS, type Tree } from '@/parts/wrapup/tree'

/** A new place in the tree. */
export type Place = { parentId: string; index: number }
export type Step = 'up' | 'down' | 'in' | 'out'

const parentOf = (one: Category) => one.parentId ?? ''

/** Where a category goes by one step; undefined when it cannot. */
export function stepOf(tree: Tree, one: Category, step: Step): Place | undefined {
  const peers = tree.children(parentOf(one))
  const at = peers.findIndex((other) => other.id === one.id)
  const before = peers.slice(0, at).findLast((other) => !other.archived)
  switch (step) {
    case 'up':
      return at > 0 ? { parentId: parentOf(one), index: at - 1 } : undefined
    case 'down':
      return at < peers.length - 1 ? { parentId: parentOf(one), index: at + 1 } : undefined
    case 'in':
      return before && fits(tree, one, before.id) ? { parentId: before.id, index: tree.children(before.id).length } : undefined
    case 'out': {
      const parent = tree.get(one.parentId)
      if (!parent) return undefined
      return { parentId: parentOf(parent), index: tree.children(parentOf(parent)).findIndex((other) => other.id === parent.id) + 1 }
    }
  }
}

/** Whether a category with everything below it may stand below a parent. */
export function fits(tree: Tree, one: Category, parent: string): boolean {
  const above = tree.path(parent)
  return !above.some((step) => step.id === one.id) && above.length + tree.height(one.id) <= MAX_LEVELS
}

/** Where a category goes that is dropped on the upper part, the middle or the lower part of another. */
export function dropOf(tree: Tree, one: Category, onto: Category, part: 'before' | 'into' | 'after'): Place | undefined {
  if (one.id === onto.id || tree.path(onto.id).some((step) => step.id === one.id)) return undefined
  if (part === 'into') return fits(tree, one, onto.id) ? { parentId: onto.id, index: tree.children(onto.id).length } : undefined
  const parent = parentOf(onto)
  if (!fits(tree, one, parent)) return undefined
  const peers = tree.children(parent).filter((other) => other.id !== one.id)
  return { parentId: parent, index: peers.findIndex((other) => other.id === onto.id) + (part === 'after' ? 1 : 0) }
}
