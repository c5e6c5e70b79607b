import { Problem } from '@frontdesk/client'
import { setLocale } from '@frontdesk/i18n'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { cleanOrigin } from './channel'
import { brand, contrast } from './preview'
import { isConflict, useForm } from './form'
import { strength } from './password'
import { cityOf, zoneOptions } from './zones'

beforeAll(() => setLocale('en'))
type Row = { version: number; name: string }
const stale = () => new Problem(409, 'account.stale', 'changed')

function form(save: (draft: { name: string }, on: Row) => Promise<Row>, fresh?: () => Promise<Row>) {
  const source = ref<Row | undefined>({ version: 1, name: 'a' })
  const made = effectScope().run(() => useForm({ source: () => source.value, pick: ({ name }: Row) => ({ name }), save, ...(fresh ? { fresh } : {}) }))!
  return { source, ...made }
}

describe('useForm', () => {
  test('is dirty only while it differs, and clean after saving', async () => {
    const { draft, dirty, save } = form(async (given, on) => ({ version: on.version + 1, ...given }))
    expect(dirty.value).toBe(false)
    draft.value!.name = 'b'
    expect(dirty.value).toBe(true)
    draft.value!.name = 'a'
    expect(dirty.value).toBe(false)
    draft.value!.name = 'c'
    expect([await save(), dirty.value]).toEqual([true, false])
  })

  test('takes over what arrives while it is clean, keeps the draft while it is not', async () => {
    const { source, draft } = form(async (given, on) => ({ ...on, ...given }))
    source.value = { version: 2, name: 'theirs' }
    await nextTick()
    expect(draft.value?.name).toBe('theirs')
    draft.value!.name = 'mine'
    source.value = { version: 3, name: 'later' }
    await nextTick()
    expect(draft.value?.name).toBe('mine')
  })

  test('a conflict offers theirs or mine', async () => {
    const save = vi.fn(async (given: { name: string }, on: Row): Promise<Row> => {
      if (on.version < 7) throw stale()
      return { version: 8, ...given }
    })
    const one = form(save, async () => ({ version: 7, name: 'theirs' }))
    one.draft.value!.name = 'mine'
    expect([await one.save(), one.theirs.value?.name, one.draft.value?.name]).toEqual([false, 'theirs', 'mine'])
    expect(await one.keepMine()).toBe(true)
    expect(save).toHaveBeenLastCalledWith({ name: 'mine' }, { version: 7, name: 'theirs' })

    const two = form(save, async () => ({ version: 7, name: 'theirs' }))
    two.draft.value!.name = 'mine'
    await two.save()
    two.takeTheirs()
    expect([two.draft.value?.name, two.dirty.value, two.theirs.value]).toEqual(['theirs', false, undefined])
  })

  test('a refused field keeps the draft and its sentence', async () => {
    const { draft, save, field, error, dirty } = form(async () => {
      throw new Problem(422, 'input', 'wrong', [{ field: 'name', code: 'input.taken', detail: 'Taken already.' }])
    })
    draft.value!.name = 'x'
    expect([await save(), field('name'), error.value !== '', dirty.value]).toEqual([false, 'Taken already.', true, true])
  })
})

test('only a version conflict is one', () => {
  expect([isConflict(stale()), isConflict(new Problem(409, 'conflict', '')), isConflict(new Problem(409, 'identity.email_taken', '')), isConflict(new Error('x'))]).toEqual([true, true, false, false])
})

test.each([
  ['https://shop.example/cart?x=1', 'https://shop.example'],
  ['Shop.Example', 'shop.example'],
  ['*.shop.example', '*.shop.example'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['https://*.shop.example', 'https://*.shop.example'],
  ['javascript:alert(1)', undefined],
  ['a b.example', undefined],
  ['', undefined],
])('site %s', (typed, origin) => expect(cleanOrigin(typed)).toBe(origin))

test.each(['#2860dd', '#ffd400', '#9ad0ff', '#ff6f61', '#000000', '#ffffff'])('text on %s can be read', (colour) => {
  const { plane, ink } = brand(colour)
  expect(contrast(plane, ink)).toBeGreaterThanOrEqual(4.5)
})

test('the strength of passwords', () => {
  expect(['', 'short', 'aaaaaaaaaaaa', '1234567890', 'example-example', 'correct horse battery'].map((each) => strength(each, ['ann@example.com']))).toEqual([0, 1, 1, 1, 1, 3])
})

describe('time zones', () => {
  const found = (query: string) => zoneOptions.value.filter((each) => `${each.label} ${each.hint} ${each.keywords}`.toLowerCase().includes(query.toLowerCase())).map((each) => each.value)
  test('are named by cities that people know', () => {
    expect(cityOf('Asia/Shanghai', 'zh-CN')).toBe('北京、上海、深圳')
    expect(cityOf('Asia/Shanghai', 'en')).toBe('Beijing, Shanghai, Shenzhen')
    expect(cityOf('America/North_Dakota/New_Salem', 'zh-CN')).toBe('New Salem')
    for (const each of zoneOptions.value) expect(each.label).not.toMatch(/^[A-Z]\w+\/\w/)
  })
  test.each(['深圳', 'beijing', 'UTC+8', 'GMT+08:00', 'Asia/Shanghai'])('are found by %s', (query) => expect(found(query)).toContain('Asia/Shanghai'))
  test('have an offset', () => {
    expect(zoneOptions.value.find((each) => each.value === 'Asia/Shanghai')?.hint).toBe('GMT+08:00')
    expect(found('UTC+5:30')).toContain('Asia/Colombo')
  })
})
