/** The shortest password the server takes. */
export const MIN_PASSWORD = 10

const RUNS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890']

/** Characters that do not follow from the one before: "aaaa" and "1234" count as little. */
function surprise(text: string): number {
  let count = 0
  let before = ''
  for (const char of text.toLowerCase()) {
    const pair = before + char
    const back = char + before
    const follows = char === before || (pair.length === 2 && RUNS.some((run) => run.includes(pair) || run.includes(back)))
    if (!follows) count++
    before = char
  }
  return count
}

/** 0 nothing or too short, 1 weak, 2 fair, 3 strong. `about` are words that are easy to guess here: name, address. */
export function strength(password: string, about: readonly string[] = []): 0 | 1 | 2 | 3 {
  if ([...password].length < MIN_PASSWORD) return password ? 1 : 0
  const lower = password.toLowerCase()
  const known = about.flatMap((word) => word.toLowerCase().split(/[@.\s]+/)).filter((word) => word.length > 3)
  const bare = known.reduce((text, word) => text.replaceAll(word, ''), lower)
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length
  const score = surprise(bare) + (kinds - 1) * 2
  return score < 8 ? 1 : score < 14 ? 2 : 3
}
