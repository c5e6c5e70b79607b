import { describe, expect, test, vi } from 'vitest'
import { brand, contrast, readable } from './colour'
import { pause, refused } from './http'
import { normal, pick } from './language'
import { config, shell } from './fake'
import { userOf } from './identify'
import { take } from './shell'
import { parts } from './view/Linked'
import { day, speak, speakMore, t } from './words'

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
    ['a (see www.a.example/(b)).', ['https://www.a.example/(b)']],
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
  test('later words are fetched when they are wanted, and drawn then', async () => {
    const drawn = vi.fn()
    take(shell(), drawn)
    await speak('en')
    expect(t('resolved')).toBe('')
    await vi.waitFor(() => expect(drawn).toHaveBeenCalled())
    expect(t('resolved')).toBe('Conversation resolved')
    await speak('zh-CN')
    expect(t('resolved')).toBe('本次会话已结束')
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
  test('waits grow and end', () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(1)
    expect(pause(0, {})).toBe(1000)
    expect(pause(40, new TypeError())).toBe(60_000)
    random.mockReturnValue(0)
    expect(pause(3, {})).toBe(4000)
    expect(pause(0, refused(429, '', '', 30_000))).toBe(30_000)
  })
  test.each([[400, true], [401, false], [404, true], [408, false], [422, true], [429, false], [500, false], [503, false]])('%i is final: %s', (status, final) => {
    expect(refused(status, '', '', 0).final).toBe(final)
  })
  test('a token says whom it is about', () => {
    const jwt = `x.${btoa(JSON.stringify({ sub: 'u-7' }))}.y`
    expect(userOf({ jwt })).toBe('u-7')
    expect(userOf({ userId: 'u-8' })).toBe('u-8')
    expect(userOf({ jwt: 'rubbish' })).toBeUndefined()
  })
})
