import { describe, expect, test, vi } from 'vitest'
import { brand, contrast, readable } from './colour'
import { newId, pause, Refused } from './http'
import { normal, pick } from './language'
import { config } from './fake'
import { userOf } from './session'
import { parts } from './view/links'
import { day, speak, speakMore } from './words'

describe('colours', () => {
  test.each(['#2f6bff', '#ffd400', '#7ed957', '#ff6b6b', '#111111', '#ffffff', '#00c2a8', '#888888', 'nonsense'])('text can be read on %s', (colour) => {
    const { plane, ink } = brand(colour)
    expect(contrast(plane, ink)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(['#ffd400', '#2f6bff', '#101010', '#f5f5f5'])('%s can be read as text on light and dark', (colour) => {
    for (const plane of ['#f0f2f5', '#272a30']) expect(contrast(readable(colour, plane), plane)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('links', () => {
  const hrefs = (text: string) => parts(text).flatMap((part) => (typeof part === 'string' ? [] : [part.href]))
  test.each([
    ['see https://a.example/x?y=1.', ['https://a.example/x?y=1']],
    ['详见https://a.example/track，谢谢', ['https://a.example/track']],
    ['(www.a.example)', ['https://www.a.example']],
    ['https://a.example/w_(x)', ['https://a.example/w_(x)']],
    ['write to emma@shop.example!', ['mailto:emma@shop.example']],
    ['javascript:alert(1) data:text/html,x', []],
    ['<a href="x">', []],
  ])('%s', (text, expected) => {
    expect(hrefs(text)).toEqual(expected)
    expect(parts(text).map((part) => (typeof part === 'string' ? part : part.text)).join('')).toBe(text)
  })
})

describe('language', () => {
  const set = (language: 'auto' | 'en' | 'zh-CN') => ({ ...config, appearance: { ...config.appearance, language } })
  test('the site, then the setting, then the page, then the browser', () => {
    document.documentElement.lang = 'zh-Hans'
    expect(pick(set('en'), 'zh-TW')).toBe('zh-CN')
    expect(pick(set('en'))).toBe('en')
    expect(pick(set('auto'))).toBe('zh-CN')
    document.documentElement.lang = ''
    expect(pick(set('auto'))).toBe(normal(navigator.language))
  })
  test('days have names', async () => {
    await speak('zh-CN')
    await speakMore()
    const now = new Date(2026, 10, 21, 9)
    expect(day(new Date(2026, 10, 21, 1), now)).toBe('今天')
    expect(day(new Date(2026, 10, 20, 23), now)).toBe('昨天')
    expect(day(new Date(2025, 10, 20), now)).toContain('2025')
  })
})

describe('small things', () => {
  test('ids differ, also where the browser has no randomUUID', () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.map(() => Math.floor(Math.random() * 256)) })
    const ids = new Set(Array.from({ length: 100 }, newId))
    vi.unstubAllGlobals()
    expect(ids.size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
  })
  test('waits grow and end', () => {
    expect(pause(0, () => 1)).toBe(1000)
    expect(pause(3, () => 0)).toBe(4000)
    expect(pause(40, () => 1)).toBe(60_000)
  })
  test.each([[400, true], [401, false], [404, true], [408, false], [422, true], [429, false], [500, false], [503, false]])('%i is final: %s', (status, final) => {
    expect(new Refused(status, '', '', 0).final).toBe(final)
  })
  test('a token says whom it is about', () => {
    const jwt = `x.${btoa(JSON.stringify({ sub: 'u-7' }))}.y`
    expect(userOf({ jwt })).toBe('u-7')
    expect(userOf({ userId: 'u-8' })).toBe('u-8')
    expect(userOf({ jwt: 'rubbish' })).toBeUndefined()
  })
})
