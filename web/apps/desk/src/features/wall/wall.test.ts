import { describe, expect, test } from 'vitest'
import { gridFor, pageOf, running } from './layout'

describe('the grid of a wallboard', () => {
  test.each([
    [1, 1920, 670, { columns: 1, rows: 1, pages: 1 }],
    [2, 1920, 670, { columns: 2, rows: 1, pages: 1 }],
    [4, 1920, 670, { columns: 2, rows: 2, pages: 1 }],
    [6, 1920, 670, { columns: 3, rows: 2, pages: 1 }],
    [8, 3840, 1340, { columns: 4, rows: 2, pages: 1 }],
    [9, 1920, 670, { columns: 3, rows: 2, pages: 2 }],
    [40, 1440, 700, { columns: 4, rows: 2, pages: 5 }],
    [0, 1920, 670, { columns: 1, rows: 1, pages: 1 }],
  ])('%i queues on %i × %i', (count, width, height, grid) => expect(gridFor(count, width, height)).toEqual(grid))

  test('every queue comes on exactly one page', () => {
    const all = Array.from({ length: 19 }, (_, i) => i)
    const { pages } = gridFor(all.length, 1920, 670)
    expect(Array.from({ length: pages }, (_, page) => pageOf(all, page, pages)).flat()).toEqual(all)
  })
})

test('a time runs, and never backwards past nothing', () => {
  const now = Date.parse('2026-01-01T10:00:00Z')
  expect([running('2026-01-01T09:58:55Z', now), running('2026-01-01T08:58:55Z', now), running('2026-01-01T10:00:09Z', now), running(undefined, now)]).toEqual(['1:05', '1:01:05', '0:00', ''])
})
