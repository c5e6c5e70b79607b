// What becomes of the brand colour, for the preview of the desk; visitors get it from the server (internal/domain/channel).
const WEIGHTS = [0.2126, 0.7152, 0.0722]

const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))

const luminance = (hex: string) =>
  channels(hex).reduce((sum, part, at) => sum + (WEIGHTS[at] as number) * (part > 10 ? ((part / 255 + 0.055) / 1.055) ** 2.4 : part / 255 / 12.92), 0)

/** Contrast of two colours as WCAG counts it. */
export function contrast(a: string, b: string): number {
  const ratio = (luminance(a) + 0.05) / (luminance(b) + 0.05)
  return ratio < 1 ? 1 / ratio : ratio
}

/** Moves a colour towards black or white until it stands out from another one. */
export function readable(hex: string, against: string): string {
  const target = luminance(against) > 0.4 ? 0 : 255
  let out = hex
  for (let step = 0; contrast(out, against) < 4.5; step += 0.04)
    out = channels(hex).reduce((text, part) => text + Math.round(part + (target - part) * Math.min(step, 1)).toString(16).padStart(2, '0'), '#')
  return out
}

/** The brand colour as a plane, and the text that can be read on it: white, unless the colour is a bright one. */
export function brand(hex: string): { plane: string; ink: string } {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) hex = '#2860dd'
  return contrast(hex, '#ffffff') < 2.6 ? { plane: hex, ink: '#16181d' } : { plane: readable(hex, '#ffffff'), ink: '#ffffff' }
}
