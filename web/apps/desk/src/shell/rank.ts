/** How well a name answers a query: start of the name, start of a word, inside, letters in order, or not at all. */
function score(name: string, query: string): number {
  const at = name.indexOf(query)
  if (at === 0) return 4
  if (at > 0) return /[\s\-/（(]/.test(name[at - 1] ?? '') ? 3 : 2
  let from = 0
  for (const char of query) {
    from = name.indexOf(char, from) + 1
    if (from === 0) return 0
  }
  // Letters scattered over a long name are chance.
  return query.length > 1 ? 1 : 0
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
