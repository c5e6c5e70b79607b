/**
 * QR codes for the address that authenticator apps scan: bytes, error correction M, versions 1 to 12 (287 bytes).
 * Written after ISO/IEC 18004; small because it does nothing else.
 */
type Block = readonly [count: number, data: number]
/** By version: error correction bytes of a block, and the blocks with their data bytes. */
const LAYOUT: readonly (readonly [ec: number, ...blocks: Block[]])[] = [
  [10, [1, 16]],
  [16, [1, 28]],
  [26, [1, 44]],
  [18, [2, 32]],
  [24, [2, 43]],
  [16, [4, 27]],
  [18, [4, 31]],
  [22, [2, 38], [2, 39]],
  [22, [3, 36], [2, 37]],
  [26, [4, 43], [1, 44]],
  [30, [1, 50], [4, 51]],
  [22, [6, 36], [2, 37]],
]
const ALIGNED: readonly (readonly number[])[] = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50], [6, 30, 54], [6, 32, 58]]

const EXP = new Uint8Array(512)
const LOG = new Uint8Array(256)
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = x
  LOG[x] = i
  x = (x << 1) ^ (x & 128 ? 0x11d : 0)
}
const times = (a: number, b: number) => (a && b ? (EXP[(LOG[a] ?? 0) + (LOG[b] ?? 0)] ?? 0) : 0)

/** The Reed-Solomon remainder: the error correction bytes of one block. */
export function correction(data: readonly number[], count: number): number[] {
  let generator = [1]
  for (let i = 0; i < count; i++) {
    const next = [...generator, 0]
    generator.forEach((each, at) => (next[at + 1] = (next[at + 1] ?? 0) ^ times(each, EXP[i] ?? 0)))
    generator = next
  }
  const rest = [...data, ...new Array<number>(count).fill(0)]
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i] ?? 0
    if (lead) generator.forEach((each, at) => (rest[i + at] = (rest[i + at] ?? 0) ^ times(each, lead)))
  }
  return rest.slice(data.length)
}

/** Bits with their BCH remainder behind them. */
export function bch(value: number, length: number, generator: number): number {
  const degree = 31 - Math.clz32(generator)
  let rest = value << degree
  for (let bit = length + degree - 1; bit >= degree; bit--) if ((rest >> bit) & 1) rest ^= generator << (bit - degree)
  return (value << degree) | rest
}
/** The fifteen bits that tell level M and the mask. */
export const formatBits = (mask: number): number => bch(mask, 5, 0x537) ^ 0x5412

const dataBytes = (version: number) => (LAYOUT[version - 1]?.slice(1) as Block[]).reduce((sum, [count, size]) => sum + count * size, 0)

function codewords(bytes: Uint8Array, version: number): number[] {
  const size = dataBytes(version)
  let bits = '0100' + bytes.length.toString(2).padStart(version < 10 ? 8 : 16, '0')
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  bits += '0'.repeat(Math.min(4, size * 8 - bits.length))
  bits += '0'.repeat((8 - (bits.length % 8)) % 8)
  const data = (bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2))
  for (let i = 0; data.length < size; i++) data.push(i % 2 ? 17 : 236)

  const [ec, ...layout] = LAYOUT[version - 1] ?? [0]
  const blocks: number[][] = []
  let from = 0
  for (const [count, length] of layout) {
    for (let i = 0; i < count; i++, from += length) blocks.push(data.slice(from, from + length))
  }
  const corrections = blocks.map((block) => correction(block, ec))
  const woven = (lists: number[][]) => {
    const out: number[] = []
    for (let i = 0; i < Math.max(...lists.map((list) => list.length)); i++) for (const list of lists) if (i < list.length) out.push(list[i] ?? 0)
    return out
  }
  return [...woven(blocks), ...woven(corrections)]
}

type Grid = (boolean | undefined)[][]
const MASKS: readonly ((r: number, c: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_r, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

/** Everything that is not data; undefined cells are free. */
function frame(version: number, mask: number): Grid {
  const size = version * 4 + 17
  const grid: Grid = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined))
  const put = (r: number, c: number, on: boolean) => {
    const row = grid[r]
    if (row && c >= 0 && c < size) row[c] = on
  }
  const square = (r: number, c: number, reach: number, ring: number) => {
    for (let dr = -reach; dr <= reach; dr++) for (let dc = -reach; dc <= reach; dc++) put(r + dr, c + dc, Math.max(Math.abs(dr), Math.abs(dc)) !== ring)
  }
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0)
    put(i, 6, i % 2 === 0)
  }
  for (const [r, c] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) {
    square(r, c, 4, 2)
    for (let i = -4; i <= 4; i++) for (const [dr, dc] of [[-4, i], [4, i], [i, -4], [i, 4]] as const) put(r + dr, c + dc, false)
  }
  const places = ALIGNED[version - 1] ?? []
  const last = places.length - 1
  places.forEach((r, i) =>
    places.forEach((c, j) => {
      const finder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)
      if (!finder) square(r, c, 2, 1)
    }),
  )
  const format = formatBits(mask)
  for (let i = 0; i < 15; i++) {
    const on = ((format >> i) & 1) === 1
    put(i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, on)
    put(8, i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, on)
  }
  put(size - 8, 8, true)
  if (version >= 7) {
    const info = bch(version, 6, 0x1f25)
    for (let i = 0; i < 18; i++) {
      const on = ((info >> i) & 1) === 1
      put(Math.floor(i / 3), size - 11 + (i % 3), on)
      put(size - 11 + (i % 3), Math.floor(i / 3), on)
    }
  }
  return grid
}

function fill(grid: Grid, words: readonly number[], mask: number): boolean[][] {
  const size = grid.length
  const rule = MASKS[mask] ?? (() => false)
  let bit = 0
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    const up = ((size - 1 - right) >> 1) % 2 === (right < 6 ? 1 : 0)
    for (let step = 0; step < size; step++) {
      const r = up ? size - 1 - step : step
      for (const c of [right, right - 1]) {
        const row = grid[r]
        if (!row || row[c] !== undefined) continue
        const on = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1
        row[c] = on !== rule(r, c)
        bit++
      }
    }
  }
  return grid as boolean[][]
}

/** How hard a picture is to read: long runs and plain squares are bad. */
function penalty(grid: boolean[][]): number {
  let score = 0
  const size = grid.length
  for (let r = 0; r < size; r++) {
    for (const at of [(c: number) => grid[r]?.[c], (c: number) => grid[c]?.[r]]) {
      for (let c = 0, run = 0; c < size; c++) {
        run = c > 0 && at(c) === at(c - 1) ? run + 1 : 1
        if (run === 5) score += 3
        else if (run > 5) score++
      }
    }
    for (let c = 1; r > 0 && c < size; c++) {
      const on = grid[r]?.[c]
      if (on === grid[r]?.[c - 1] && on === grid[r - 1]?.[c] && on === grid[r - 1]?.[c - 1]) score += 3
    }
  }
  return score
}

/** The cells of the code, true for dark. */
export function qrCells(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text)
  const version = LAYOUT.findIndex((_, i) => bytes.length + (i < 9 ? 2 : 3) <= dataBytes(i + 1)) + 1
  if (version === 0) throw new RangeError('too long for a QR code')
  const words = codewords(bytes, version)
  const all = MASKS.map((_, mask) => fill(frame(version, mask), words, mask))
  return all.reduce((best, each) => (penalty(each) < penalty(best) ? each : best))
}

/** The code as the path of an SVG, with its quiet zone. */
export function qrPath(text: string): { size: number; path: string } {
  const cells = qrCells(text)
  const quiet = 4
  const path = cells.flatMap((row, r) => row.map((on, c) => (on ? `M${c + quiet} ${r + quiet}h1v1h-1z` : ''))).join('')
  return { size: cells.length + quiet * 2, path }
}
