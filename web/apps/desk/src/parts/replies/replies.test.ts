import { describe, expect, it } from 'vitest'
import type { Offered } from './api'
import { fill, find, prepare } from './find'
import { slashAt } from './slash'

const reply = (id: string, title: string, more: Partial<Offered> = {}): Offered => ({ id, title, body: `body of ${id}`, lang: 'any', scope: 'company', uses: 0, ownUses: 0, favourite: false, ...more })

describe('the slash', () => {
  it('opens at the start of a word only', () => {
    expect(slashAt('/', 1)).toEqual({ start: 0, query: '' })
    expect(slashAt('hello /tk there', 9)).toEqual({ start: 6, query: 'tk' })
    expect(slashAt('您好，/退款', 6)).toEqual({ start: 3, query: '退款' })
    expect(slashAt('您好/tk', 5)).toEqual({ start: 2, query: 'tk' })
    for (const none of ['and/or', 'https://', 'https://a', '1/2', '/a b', 'a//']) expect(slashAt(none, none.length)).toBeUndefined()
  })
})

describe('filling in', () => {
  it('takes values, then defaults, then nothing', () => {
    expect(fill('{{customer.name|您}}好，{{ agent.alias }}{{workspace.name}}', { 'agent.alias': '小林' })).toBe('您好，小林')
    expect(fill('{{customer.name|您}}', { 'customer.name': '{{agent.alias}}$&' })).toBe('{{agent.alias}}$&')
    expect(fill('a {{ b }', {})).toBe('a {{ b }')
  })
})

describe('finding', () => {
  const all = prepare([
    reply('1', '你好', { shortcut: 'tui', initials: 'nh', pinyin: 'nihao' }),
    reply('2', '退货', { shortcut: 'TuiHuo', initials: 'th', pinyin: 'tuihuo', uses: 9 }),
    reply('3', '退款', { initials: 'tk', pinyin: 'tuikuan', ownUses: 2 }),
    reply('4', 'Parcel', { favourite: true }),
    reply('5', 'Over', { effectiveUntil: '2020-01-01T00:00:00Z' }),
    reply('6', 'Later', { effectiveFrom: '2999-01-01T00:00:00Z' }),
  ])
  const ids = (query: string) => find(all, query).map((one) => one.id).join('')
  it('ranks the shortcut, the beginning, the pinyin, the rest', () => {
    expect(ids('tui')).toBe('123')
    expect(ids('tk')).toBe('3')
    expect(ids('退')).toBe('32')
    expect(ids('BODY OF 4')).toBe('4')
    expect(ids('nothing')).toBe('')
  })
  it('begins with favourites and the most used, without what is not in effect', () => expect(ids('')).toBe('4321'))
  it('is quick enough for twenty thousand', () => expect(find(prepare(Array.from({ length: 20_000 }, (_, i) => reply(String(i), `Reply ${i}`))), 'reply 19')).toHaveLength(50))
})
