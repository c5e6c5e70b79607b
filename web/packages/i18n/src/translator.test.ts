import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, test } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import {
  compareNames,
  formatAgo,
  formatBytes,
  formatCompact,
  formatDateTime,
  formatDayName,
  formatDuration,
  formatLanguage,
  formatSince,
  formatZoneTime,
} from './format'
import { choose, fill, marks, pieces } from './message'
import { matchLocale, setLocale, t } from './translator'

beforeEach(() => setLocale('en'))

describe('translate', () => {
  test('fills named parameters and groups numbers', () => {
    expect(fill('{who} has {n} of {x}', { who: 'Lin', n: 12000 }, (n) => n.toLocaleString('en'))).toBe(
      'Lin has 12,000 of {x}',
    )
  })

  test('chooses the plural form', () => {
    const rules = new Intl.PluralRules('en')
    const message = { one: 'one', other: 'many' }
    expect([1, 0, 2].map((count) => choose(message, { count }, rules))).toEqual(['one', 'many', 'many'])
    expect(choose({ other: '个' }, { count: 1 }, rules)).toBe('个')
  })

  test('cuts slots out of a sentence', () => {
    expect(pieces('Read <link>this</link>.')).toEqual([
      { slot: null, text: 'Read ' },
      { slot: 'link', text: 'this' },
      { slot: null, text: '.' },
    ])
    expect(marks('{a} <b>x</b>')).toEqual(['<b>', '{a}'])
  })

  test('switches language without reload', async () => {
    const view = mount(defineComponent(() => () => h('p', t('common.save'))))
    expect(view.text()).toBe('Save')
    await setLocale('zh-CN')
    await nextTick()
    expect(view.text()).toBe('保存')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  test('the last of two quick switches wins', async () => {
    await Promise.all([setLocale('zh-CN'), setLocale('en')])
    expect(t('common.save')).toBe('Save')
  })

  test('picks a language from the wishes', () => {
    expect(matchLocale(['fr', 'zh-TW', 'en'])).toBe('zh-CN')
    expect(matchLocale(['fr'])).toBe('en')
  })
})

describe('format', () => {
  const now = new Date(2026, 9, 14, 15, 21)
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

  test('list times', async () => {
    expect([0, 1, 59, 60, 60 * 20].map((m) => formatAgo(before(m), now))).toEqual(['now', '1m', '59m', '1h', 'Yesterday'])
    await setLocale('zh-CN')
    expect([0, 3, 60 * 50].map((m) => formatAgo(before(m), now))).toEqual(['刚刚', '3 分钟', '10月12日'])
  })

  test('moments within a sentence', async () => {
    const said = () => [0, 3, 120, 60 * 20, 60 * 50].map((m) => formatSince(before(m), now))
    expect(said()).toEqual(['just now', '3m ago', '2h ago', 'Yesterday', 'Oct 12'])
    await setLocale('zh-CN')
    expect(said()).toEqual(['刚刚', '3分钟前', '2小时前', '昨天', '10月12日'])
  })

  test('languages and time zones have the names that people know', async () => {
    const at = Date.UTC(2026, 9, 14, 7, 42)
    expect([formatLanguage('zh-CN'), formatLanguage('en-GB'), formatLanguage('not a tag')]).toEqual(['Chinese (China)', 'British English', 'not a tag'])
    expect([formatZoneTime('Asia/Shanghai', at), formatZoneTime('Moon/Base', at)]).toEqual(['15:42 · Shanghai', 'Moon/Base'])
    await setLocale('zh-CN')
    expect(formatLanguage('en-GB')).toBe('英国英语')
    expect(formatZoneTime('Asia/Shanghai', at)).toBe('15:42 · 中国时间')
  })

  test('dates', async () => {
    expect(formatDateTime(now, now)).toBe('Oct 14, 15:21')
    expect(formatDayName(before(60 * 24 * 3), now)).toBe('Sunday')
    await setLocale('zh-CN')
    expect(formatDateTime(now, now)).toBe('10月14日 15:21')
    expect(formatDateTime(new Date(2025, 0, 2, 0, 5), now)).toBe('2025年1月2日 00:05')
  })

  test('numbers', async () => {
    expect(formatDuration(372_000)).toBe('6m 12s')
    expect(formatDuration(3_600_000)).toBe('1h')
    expect(formatBytes(1_468_006)).toBe('1.4 MB')
    expect(formatBytes(1023.9 * 1024)).toBe('1 MB')
    await setLocale('zh-CN')
    expect(formatCompact(12_345)).toBe('1.2万')
  })

  test('Chinese names sort by pinyin', async () => {
    await setLocale('zh-CN')
    expect(['张磊', '林薇', '陈志远'].sort(compareNames)).toEqual(['陈志远', '林薇', '张磊'])
  })
})
