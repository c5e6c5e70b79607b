type Rgb = [number, number, number]
const parse = (hex: string): Rgb => {
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

/** The brand colour as the widget paints it: darkened until white can be read on it, or with dark text when it is bright. */
export function brand(hex: string): { plane: string; ink: string } {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) return brand('#2860dd')
  if (contrast(hex, '#ffffff') < 2.6) return { plane: hex, ink: '#16181d' }
  const start = parse(hex)
  let plane = hex
  for (let step = 1; step <= 25 && contrast(plane, '#ffffff') < 4.5; step++) plane = write(start.map((part) => part - (part * step) / 25) as Rgb)
  return { plane, ink: '#ffffff' }
}
