import { expect, test } from 'vitest'
import type { Page, Row } from './api'
import { flattener, holder } from './holding'
import { flatten, heldRows, hold, type Line } from './rows'

const row = (n: number, at = 1000 - n): Row => ({ id: `r${n}`, lastEntryAt: new Date(at * 1000).toISOString() }) as Row
const page = (from: number, to: number): Page<Row> => ({ items: Array.from({ length: to - from }, (_, i) => row(from + i)) }) as Page<Row>
/** The same numbers on every run. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

test('every row once, whatever pages come, change and go', () => {
  const flat = flattener()
  const next = dice(7)
  let pages = [page(0, 5)]
  for (let step = 0; step < 300; step++) {
    const at = next(pages.length)
    const from = next(40)
    const what = next(4)
    if (what === 0) pages = [...pages, page(from, from + next(6))]
    else if (what === 1 && pages.length > 1) pages = pages.toSpliced(at, 1)
    else pages = pages.with(at, page(from, from + next(6)))
    expect(flat(pages)).toEqual(flatten(pages))
  }
})

test('a held list that is followed from change to change is the one that is made anew', () => {
  const next = dice(3)
  for (let round = 0; round < 20; round++) {
    const shownOf = holder()
    let rows: Line[] = Array.from({ length: 30 }, (_, i) => ({ ...row(i), section: i < 5 ? 'waiting' : 'active' }) as Line)
    let held = hold(rows)
    let clock = 2000
    for (let step = 0; step < 60; step++) {
      const at = next(rows.length)
      const what = next(12)
      const one = rows[at] as Line
      if (what < 4) rows = [{ ...one, lastEntryAt: new Date(clock++ * 1000).toISOString(), section: 'waiting' }, ...rows.toSpliced(at, 1)]
      else if (what < 8) rows = rows.with(at, { ...one, unread: step })
      else if (what === 8) rows = rows.toSpliced(at, 1)
      else if (what === 9) rows = [{ ...row(100 + step), section: 'waiting' } as Line, ...rows]
      else if (what === 10) rows = [...rows, { ...row(200 + step, -step), section: 'active' } as Line]
      else held = hold(rows)
      expect(shownOf(held, rows)).toEqual(heldRows(held, rows))
    }
  }
})
