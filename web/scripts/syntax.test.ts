import { describe, expect, test } from 'vitest'
// @ts-expect-error -- a script without types
import { tooNew, tooNewStyles } from './syntax.mjs'

describe('the widget runs in Chromium 70', () => {
  test.each(['const a = { ...b }', 'import("./x.js").then(y)', 'async function f() { for await (const a of b) c(a) }', '/\\p{L}/u.test(a)'])('known: %s', (code) => expect(tooNew(code)).toEqual([]))
  test.each(['a?.b', 'a ?? b', '1n', 'class A { b = 1 }', 'a ||= b', 'import.meta.url'])('too new: %s', (code) => expect(tooNew(code)).not.toEqual([]))
  test.each(['.a{inset:0}', '.a:is(.b){}', '.a{width:clamp(1px,2px,3px)}', '.a{display:flex;gap:4px}'])('style too new: %s', (css) => expect(tooNewStyles(css)).not.toEqual([]))
  test.each(['.a{margin:0;height:100vh;height:100dvh}', '.a:focus:not(:focus-visible){outline:0}'])('style known: %s', (css) => expect(tooNewStyles(css)).toEqual([]))
})
