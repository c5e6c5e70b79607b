import { deflateSync, inflateSync } from 'node:zlib'

/** Pictures of a repository should be small: a PNG of the browser becomes one with a palette of 256 colours. */
export function toPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const counts = new Map<number, number>()
  // Most of a page is runs of one colour.
  let run = 0
  for (let i = 0; i < pixels.length; i += 3) {
    run++
    const colour = at(pixels, i)
    if (i + 3 < pixels.length && at(pixels, i + 3) === colour) continue
    counts.set(colour, (counts.get(colour) ?? 0) + run)
    run = 0
  }
  const palette = choose(counts)
  const nearest = new Map<number, number>()
  const stride = width + 1
  const rows = Buffer.alloc(stride * height)
  let last = -1
  let index: number | undefined
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = at(pixels, (y * width + x) * 3)
      if (colour !== last) {
        index = nearest.get(colour)
        if (index === undefined) nearest.set(colour, (index = closest(palette, colour)))
        last = colour
      }
      rows[y * stride + 1 + x] = index ?? 0
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

const at = (pixels: Buffer, i: number): number => (pixels[i]! << 16) | (pixels[i + 1]! << 8) | pixels[i + 2]!

/** Median cut: the box with the widest spread of the most pixels is halved until there are enough. */
function choose(counts: Map<number, number>): number[] {
  type Box = { colours: [number, number][]; weight: number; channel: number; spread: number }
  const part = (colour: number, channel: number) => (colour >> (16 - 8 * channel)) & 255
  const box = (colours: [number, number][]): Box => {
    let channel = 0
    let spread = -1
    for (const each of [0, 1, 2]) {
      let [low, high] = [255, 0]
      for (const [colour] of colours) {
        low = Math.min(low, part(colour, each))
        high = Math.max(high, part(colour, each))
      }
      if (high - low > spread) [channel, spread] = [each, high - low]
    }
    return { colours, weight: colours.reduce((sum, [, n]) => sum + n, 0), channel, spread }
  }
  // The colours of planes and inks are kept exactly; only the mixtures between them are cut.
  const ranked = [...counts].sort((a, b) => b[1] - a[1])
  const exact = ranked.slice(0, 64).map(([colour]) => colour)
  let boxes = ranked.length > 64 ? [box(ranked.slice(64))] : []
  while (boxes.length > 0 && boxes.length < 192) {
    const widest = boxes.filter((each) => each.colours.length > 1).sort((a, b) => b.spread * Math.sqrt(b.weight) - a.spread * Math.sqrt(a.weight))[0]
    if (!widest) break
    const sorted = [...widest.colours].sort((a, b) => part(a[0], widest.channel) - part(b[0], widest.channel))
    let [middle, seen] = [0, 0]
    while (middle < sorted.length - 1 && seen < widest.weight / 2) seen += sorted[middle++]?.[1] ?? 0
    middle = Math.max(1, middle)
    boxes = [...boxes.filter((each) => each !== widest), box(sorted.slice(0, middle)), box(sorted.slice(middle))]
  }
  const mean = ({ colours, weight }: Box) =>
    [0, 1, 2].reduce((sum, channel) => (sum << 8) | Math.round(colours.reduce((all, [colour, n]) => all + part(colour, channel) * n, 0) / weight), 0)
  return [...exact, ...boxes.map(mean)]
}

function closest(palette: number[], colour: number): number {
  let [best, distance] = [0, Infinity]
  for (let index = 0; index < palette.length; index++) {
    const each = palette[index]!
    const r = (each >> 16) - (colour >> 16)
    const g = ((each >> 8) & 255) - ((colour >> 8) & 255)
    const b = (each & 255) - (colour & 255)
    const now = 2 * r * r + 4 * g * g + 3 * b * b
    if (now < distance) {
      best = index
      distance = now
    }
  }
  return best
}

/** Reads the two kinds of PNG that the browser writes: eight bits a channel, with or without alpha, not interlaced. */
function decode(png: Buffer): { width: number; height: number; pixels: Buffer } {
  const [width, height, type] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25]]
  if (png[24] !== 8 || (type !== 2 && type !== 6) || png[28] !== 0) throw new Error('not a screenshot of the browser')
  const parts: Buffer[] = []
  for (let i = 8; i < png.length; ) {
    const length = png.readUInt32BE(i)
    if (png.toString('latin1', i + 4, i + 8) === 'IDAT') parts.push(png.subarray(i + 8, i + 8 + length))
    i += length + 12
  }
  const raw = inflateSync(Buffer.concat(parts))
  const step = type === 6 ? 4 : 3
  const stride = width * step
  const pixels = Buffer.alloc(width * height * 3)
  let above = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]
    const row = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let x = 0; x < stride; x++) {
      if (filter === 0) break
      const a = x >= step ? row[x - step]! : 0
      const b = above[x]!
      const guess = filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : paeth(a, b, x >= step ? above[x - step]! : 0)
      row[x] = (row[x]! + guess) & 255
    }
    for (let x = 0, from = 0, to = y * width * 3; x < width; x++, from += step, to += 3) {
      pixels[to] = row[from]!
      pixels[to + 1] = row[from + 1]!
      pixels[to + 2] = row[from + 2]!
    }
    above = row
  }
  return { width, height, pixels }
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c
  const pa = Math.abs(p - a)
  const pb = Math.abs(p - b)
  const pc = Math.abs(p - c)
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
  return n >>> 0
})

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  let crc = 0xffffffff
  for (const byte of body) crc = (CRC[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4)
  return out
}
