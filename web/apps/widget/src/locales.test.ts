import { expect, test } from 'vitest'
import { words as enPanel } from './locales/en/panel'
import { words as enMore } from './locales/en/more'
import { words as zhPanel } from './locales/zh-CN/panel'
import { words as zhMore } from './locales/zh-CN/more'

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

test.each([
  ['panel', enPanel, zhPanel],
  ['more', enMore, zhMore],
])('%s says the same in both languages', (_, en: Record<string, string>, zh: Record<string, string>) => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  for (const [key, text] of Object.entries(en)) {
    expect(holes(zh[key] ?? ''), key).toEqual(holes(text))
    expect(zh[key], key).not.toBe('')
  }
})

test('no key stands in both parts', () => {
  expect(Object.keys(enPanel).filter((key) => key in enMore)).toEqual([])
})
