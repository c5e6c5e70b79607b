import { describe, expect, it } from 'vitest'
import type { Category } from './api'
import { initials } from './pinyin'
import { choices, findChoices, treeOf } from './tree'

const one = (id: string, nameZh: string, nameEn: string, parentId = '', more: Partial<Category> = {}): Category => ({
  id, nameZh, nameEn, position: 0, archived: false, used: false, version: 1, ...(parentId ? { parentId } : {}), ...more,
})
const all = [one('after', '售后', 'After sales'), one('back', '退换货', 'Returns', 'after'), one('ask', '咨询', 'Questions'), one('size', '尺寸', 'Size', 'ask'), one('old', '旧', 'Old', 'ask', { archived: true })]
const tree = treeOf(all)
const form = (...categoryIds: string[]) => ({ teamId: 'default', mode: 'required' as const, categoryIds, version: 1 })
const ids = (typed: string) => findChoices(choices(tree, [form()]), typed).map((each) => each.id)

describe('choices', () => {
  it('are the open ones of the last level, within every form', () => {
    expect(choices(tree, [form()]).map((each) => `${each.above}/${each.name}`)).toEqual(['After sales/Returns', 'Questions/Size'])
    expect(choices(tree, [form('ask'), form()]).map((each) => each.id)).toEqual(['size'])
  })
  it('are found by any part of the way, in both languages', () => {
    expect(ids('售后')).toEqual(['back'])
    expect(ids('return')).toEqual(['back'])
    expect(ids('咨 尺')).toEqual(['size'])
    expect(ids('nothing')).toEqual([])
  })
  it('are found by initials of Pinyin', () => {
    expect(initials('退换货A1')).toBe('thha1')
    expect(ids('thh')).toEqual(['back'])
    expect(ids('zxcc')).toEqual(['size'])
  })
})
