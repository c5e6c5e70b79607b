/** The first character of each initial in the order of Pinyin; what stands between two of them begins with the first. */
const FIRST = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀'
const LETTERS = 'abcdefghjklmnopqrstwxyz'

const collator = typeof Intl === 'undefined' ? undefined : new Intl.Collator('zh-CN-u-co-pinyin')
/** Browsers without the order of Pinyin give no initials instead of wrong ones. */
const able = collator?.resolvedOptions().collation === 'pinyin' || (collator ? collator.compare('阿', '八') < 0 && collator.compare('夕', '丫') < 0 && collator.compare('帀', '它') > 0 : false)
const known = new Map<string, string>()

function initial(character: string): string {
  if (!able || !collator || !/\p{Script=Han}/u.test(character)) return /[\p{L}\p{N}]/u.test(character) ? character.toLowerCase() : ''
  let letter = known.get(character)
  if (letter === undefined) {
    let at = FIRST.length - 1
    while (at > 0 && collator.compare(character, FIRST[at] ?? '') < 0) at--
    letter = LETTERS[at] ?? ''
    known.set(character, letter)
  }
  return letter
}

/** The initials of a text: 退换货 → thh. What is not Chinese stays as it is. */
export const initials = (text: string): string => [...text].map(initial).join('')
