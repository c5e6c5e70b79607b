import { locale } from '@frontdesk/i18n'
import type { Category, Form } from './api'
import { initials } from './pinyin'

export const MAX_LEVELS = 4

/** The name in the reader's language, or the other one. */
export const nameOf = (category: Pick<Category, 'nameZh' | 'nameEn'>): string =>
  (locale.value === 'zh-CN' ? category.nameZh || category.nameEn : category.nameEn || category.nameZh) ?? ''

export type Tree = ReturnType<typeof treeOf>

/** Answers about categories that were read together. */
export function treeOf(all: readonly Category[]) {
  const byId = new Map(all.map((one) => [one.id, one]))
  const below = new Map<string, Category[]>()
  for (const one of all) below.set(one.parentId ?? '', [...(below.get(one.parentId ?? '') ?? []), one])
  for (const list of below.values()) list.sort((a, b) => a.position - b.position)
  const children = (id: string) => below.get(id) ?? []

  function path(id: string): Category[] {
    const out: Category[] = []
    for (let one = byId.get(id); one && out.length < MAX_LEVELS; one = byId.get(one.parentId ?? '')) out.unshift(one)
    return out
  }
  const height = (id: string): number => 1 + Math.max(0, ...children(id).map((one) => height(one.id)))
  const open = (id: string) => path(id).every((one) => !one.archived)
  const choosable = (id: string, roots: Form['categoryIds']) =>
    open(id) && !children(id).some((one) => !one.archived) && (roots.length === 0 || path(id).some((one) => roots.includes(one.id)))
  /** All in the order of the tree. */
  function inOrder(parent = ''): Category[] {
    return children(parent).flatMap((one) => [one, ...inOrder(one.id)])
  }
  return {
    get: (id: string | undefined) => byId.get(id ?? ''),
    children,
    path,
    height,
    open,
    choosable,
    inOrder,
    /** The way to a category in words. */
    title: (id: string | undefined) => path(id ?? '').map(nameOf).join(' / '),
  }
}

/** One category to choose, with everything it is found by. */
export type Choice = { id: string; name: string; above: string; found: string }

/** What can be chosen with these forms, in the order of the tree. */
export function choices(tree: Tree, forms: readonly Form[]): Choice[] {
  return tree
    .inOrder()
    .filter((one) => forms.every((form) => tree.choosable(one.id, form.categoryIds)))
    .map((one) => {
      const path = tree.path(one.id)
      const words = path.flatMap((step) => [step.nameZh ?? '', step.nameEn ?? ''])
      const short = path.map((step) => initials(step.nameZh ?? ''))
      return {
        id: one.id,
        name: nameOf(one),
        above: path.slice(0, -1).map(nameOf).join(' / '),
        found: [...words, ...short, short.join('')].join(' ').toLowerCase(),
      }
    })
}

const MOST = 60
/** Those that every typed word leads to: names of the whole path in both languages, or initials of Pinyin. */
export function findChoices(all: readonly Choice[], typed: string): Choice[] {
  const words = typed.toLowerCase().split(/[\s/]+/).filter(Boolean)
  const leads = (one: Choice) => words.every((word) => one.found.includes(word))
  const named = (one: Choice) => words.some((word) => one.name.toLowerCase().includes(word) || initials(one.name).startsWith(word))
  const hits = words.length ? all.filter(leads) : [...all]
  // The name itself counts more than what stands above it.
  return (words.length ? [...hits.filter(named), ...hits.filter((one) => !named(one))] : hits).slice(0, MOST)
}
