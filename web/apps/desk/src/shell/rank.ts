/** How well a name answers a query: start of the name, start of a word, inside, first letters of its words, or not at all. */
function score(name: string, query: string): number {
  const at = name.indexOf(query)
  if (at === 0) return 4
  if (at > 0) return /[\s\-/（(]/.test(name[at - 1] ?? '') ? 3 : 2
  const initials = name
    .split(/[\s\-/]+/)
    .map((word) => word[0] ?? '')
    .join('')
  return query.length > 1 && initials.includes(query) ? 1 : 0
}

/** Items whose name answers the query, best first; the given order among equals. An empty query keeps all. */
export function rank<T>(items: readonly T[], query: string, name: (item: T) => string): T[] {
  const wanted = query.trim().toLowerCase()
  if (!wanted) return [...items]
  return items
    .map((item) => ({ item, score: score(name(item).toLowerCase(), wanted) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.item)
}
