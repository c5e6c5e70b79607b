import type { Page, Row } from './api'
import { flatten, heldRows, type Held, type Line } from './rows'

/**
 * Gives every loaded row once, as `flatten` does. Which rows there are is counted from change to change: looking ten thousand
 * of them up anew, ten times a second, would be felt at every key.
 */
export function flattener(): (pages: readonly Page<Row>[]) => Row[] {
  let last: readonly Page<Row>[] = []
  const times = new Map<string, number>()
  let twice = 0
  const count = (page: Page<Row> | undefined, by: 1 | -1) => {
    for (const { id } of page?.items ?? []) {
      const n = (times.get(id) ?? 0) + by
      if (n > 0) times.set(id, n)
      else times.delete(id)
      if (by > 0 ? n === 2 : n === 1) twice += by
    }
  }
  return (pages) => {
    for (let i = 0; i < Math.max(pages.length, last.length); i++) {
      if (pages[i] === last[i]) continue
      count(last[i], -1)
      count(pages[i], 1)
    }
    last = pages
    return twice ? flatten(pages) : pages.length === 1 ? (pages[0]?.items ?? []) : pages.flatMap((page) => page.items)
  }
}

type Shown = ReturnType<typeof heldRows>

/** Gives the rows of a held list, as `heldRows` does; where rows only moved or changed, those alone are looked at. */
export function holder(): (held: Held, rows: readonly Line[]) => Shown {
  let before: { held: Held; rows: readonly Line[]; shown: Shown } | undefined
  let places: Map<string, number> | undefined
  /** Undefined where rows came or went, or the end of the list is touched. */
  function patched(held: Held, rows: readonly Line[]): Shown | undefined {
    const old = before
    if (!old || old.held !== held || old.rows.length !== rows.length) return undefined
    let from = 0
    while (from < rows.length && rows[from] === old.rows[from]) from++
    let to = rows.length
    while (to > from && rows[to - 1] === old.rows[to - 1]) to--
    const end = rows.slice(to).some((row) => held.get(row.id)?.at === row.lastEntryAt)
    if (!end) return undefined
    const was = new Map(old.rows.slice(from, to).map((row) => [row.id, row]))
    const moved = (row: Line) => (held.has(row.id) && held.get(row.id)?.at !== row.lastEntryAt ? 1 : 0)
    places ??= new Map(old.shown.rows.map((row, place) => [row.id, place]))
    const shown = [...old.shown.rows]
    let { waiting } = old.shown
    for (const row of rows.slice(from, to)) {
      const then = was.get(row.id)
      if (!then) return undefined
      waiting += moved(row) - moved(then)
      const place = places.get(row.id)
      if (place === undefined || row === then) continue
      const section = held.get(row.id)?.section
      shown[place] = row.section === section ? row : { ...row, ...(section ? { section } : {}) }
    }
    return { rows: shown, waiting }
  }
  return (held, rows) => {
    let shown = patched(held, rows)
    if (!shown) {
      shown = heldRows(held, rows)
      places = undefined
    }
    before = { held, rows, shown }
    return shown
  }
}
