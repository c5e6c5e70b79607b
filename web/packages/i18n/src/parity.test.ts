import { describe, expect, test } from 'vitest'
import enFirst from '../locales/en'
import enMore from '../locales/en/more'
import zhFirst from '../locales/zh-CN'
import zhMore from '../locales/zh-CN/more'
import { marks, type Messages } from './message'

const english: Record<string, Messages> = { ...enFirst, ...enMore }
const chinese: Record<string, Messages> = { ...zhFirst, ...zhMore }

test('both languages have the same areas', () => {
  expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
})

describe.each(Object.keys(english))('area %s', (area) => {
  const from = english[area] ?? {}
  const to = chinese[area] ?? {}

  test('has the same keys', () => {
    expect(Object.keys(to).sort()).toEqual(Object.keys(from).sort())
  })

  test('has the same parameters and slots', () => {
    for (const key of Object.keys(from)) {
      expect(marks(to[key] ?? ''), `${area}.${key}`).toEqual(marks(from[key] ?? ''))
    }
  })

  test('says something in every message', () => {
    for (const [key, message] of [...Object.entries(from), ...Object.entries(to)]) {
      const texts = typeof message === 'string' ? [message] : Object.values(message)
      for (const text of texts) expect(text.trim(), `${area}.${key}`).not.toBe('')
    }
  })
})
