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

/** Twelve hues that can be told apart as dots; neighbours in the list are far apart. */
const TEAM_HUES = [258, 152, 300, 78, 205, 345, 120, 280, 50, 180, 325, 235]

/**
 * The hue of each team: its own place in the list, or the next free one when an older team has it. Ids are older the
 * smaller they are, so a new team never changes the colour of another.
 */
export function teamHues(ids: readonly string[]): Map<string, number> {
  const hues = new Map<string, number>()
  const taken = new Set<number>()
  for (const id of [...ids].sort()) {
    if (taken.size === TEAM_HUES.length) taken.clear()
    let place = (hueOf(id) / 15) % TEAM_HUES.length
    while (taken.has(place)) place = (place + 1) % TEAM_HUES.length
    taken.add(place)
    hues.set(id, TEAM_HUES[place] as number)
  }
  return hues
}

/** A hue as the colour of a dot, strong enough to be seen at 8 px. */
export const dotColour = (hue: number): string => `oklch(var(--fd-dot-l) var(--fd-dot-c) ${hue})`
