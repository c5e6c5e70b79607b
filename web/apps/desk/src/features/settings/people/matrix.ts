import type { Grants, Permission } from '../api'

/** Levels of the matrix, narrow to wide; `none` is the absence of a grant. */
export const LEVELS = ['none', 'own', 'teams', 'all'] as const
export type Level = (typeof LEVELS)[number]

const ORDER = ['conversations', 'customers', 'people', 'channels', 'workspace']

/** The catalogue by group, in the order of the page; groups the server adds come last. */
export function byGroup(catalogue: readonly Permission[]): { group: string; permissions: Permission[] }[] {
  const groups = new Map<string, Permission[]>()
  for (const entry of catalogue) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return [...groups].map(([group, permissions]) => ({ group, permissions })).sort((a, b) => rank(a.group) - rank(b.group))
}

export const levelOf = (grants: Grants, permission: string): Level => LEVELS.find((level) => level === grants[permission]) ?? 'none'

/** Grants with one level changed; `none` takes the permission away. */
export function withLevel(grants: Grants, permission: string, level: Level): Grants {
  const { [permission]: _gone, ...rest } = grants
  const next = level === 'none' ? rest : { ...rest, [permission]: level }
  return Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Whether a level can be given: the permission has it, and whoever edits holds at least as much. */
export function mayGrant(entry: Permission, level: Level, own: Readonly<Record<string, string>>): boolean {
  if (level === 'none') return true
  return entry.levels.includes(level) && LEVELS.indexOf(level) <= LEVELS.indexOf(levelOf(own, entry.permission))
}
