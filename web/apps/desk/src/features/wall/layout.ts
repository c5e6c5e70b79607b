/** How tiles lie on a screen. */
export type Grid = { columns: number; rows: number; pages: number }

/** Below this a screen is a phone: everything stands in one column and scrolls. */
export const NARROW = 700

/** The grid in which so many tiles are as large as can be; what does not fit comes on further pages of the same size. */
export function gridFor(count: number, width: number, height: number): Grid {
  const most = width >= 1200 && height >= 640 ? 8 : 6
  const pages = Math.max(1, Math.ceil(count / most))
  const shown = Math.max(1, Math.ceil(count / pages))
  let best: Grid = { columns: 1, rows: shown, pages }
  let size = 0
  for (let columns = 1; columns <= shown; columns++) {
    const rows = Math.ceil(shown / columns)
    // Numbers are as large as the smaller side of a tile allows, and a tile is a little wider than high.
    const fits = Math.min(width / columns, (height / rows) * 1.5)
    if (fits > size + 1) {
      size = fits
      best = { columns, rows, pages }
    }
  }
  return best
}

/** One page of a list that is cut into so many. */
export function pageOf<T>(list: readonly T[], page: number, pages: number): T[] {
  const size = Math.max(1, Math.ceil(list.length / Math.max(1, pages)))
  return list.slice(page * size, (page + 1) * size)
}

const pad = (n: number) => String(n).padStart(2, '0')
/** A time that runs: 4:05, then 1:04:05. */
export function running(from: string | undefined, now: number): string {
  if (!from) return ''
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1000))
  const hours = Math.floor(seconds / 3600)
  return hours ? `${hours}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}` : `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`
}
