const HAN = /\p{Script=Han}/u

/** What stands in an avatar: the last two characters of a Chinese name, else the first letters of the first and last word. */
export function initials(name: string): string {
  const clean = name.trim()
  if (!clean) return '?'
  const han = [...clean].filter((char) => HAN.test(char))
  if (han.length > 0) return han.slice(-2).join('')
  const words = clean.split(/[\s._@-]+/).filter(Boolean)
  const first = [...(words[0] ?? clean)][0] ?? '?'
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

/** A hue that stays with an id; lightness is the theme's, so a list of avatars looks even. */
export function hueOf(id: string): number {
  let hash = 2166136261
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619)
  // Twenty-four steps: near hues would look like a mistake.
  return ((hash >>> 0) % 24) * 15
}

/** The colour of a team's dot: the hue of its avatar, strong enough to be seen at 8 px. */
export const teamColour = (id: string): string => `oklch(var(--fd-dot-l) var(--fd-dot-c) ${hueOf(id)})`
