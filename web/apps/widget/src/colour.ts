type Rgb = [number, number, number]

function parse(hex: string): Rgb {
  const n = parseInt(hex.slice(1), 16)
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255]
}

const write = (rgb: Rgb) => '#' + rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')

function luminance(hex: string): number {
  const [r, g, b] = parse(hex).map((part) => {
    const c = part / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two colours as WCAG counts it. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** Moves a colour towards black or white until it stands out from another one. */
export function readable(hex: string, against: string, ratio = 4.5): string {
  const target = luminance(against) > 0.4 ? 0 : 255
  const start = parse(hex)
  let out = hex
  for (let step = 1; step <= 25 && contrast(out, against) < ratio; step++) {
    out = write(start.map((part) => part + ((target - part) * step) / 25) as Rgb)
  }
  return out
}

/** The brand colour as a plane, and the text that can be read on it: white, unless the colour is a bright one. */
export function brand(hex: string): { plane: string; ink: string } {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) hex = '#2860dd'
  return contrast(hex, '#ffffff') >= 2.6 ? { plane: readable(hex, '#ffffff'), ink: '#ffffff' } : { plane: hex, ink: '#16181d' }
}
