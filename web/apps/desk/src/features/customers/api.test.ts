import { expect, test } from 'vitest'
import { changes, shortUrl, type Customer } from './api'

const before = { id: 'cus_1', name: '王晓燕', email: 'wang@example.com', level: 'vip', anonymous: false, tagIds: [], createdAt: '', lastSeenAt: '', version: 3 } satisfies Customer

test('only fields that differ are sent; an absent one is empty', () => {
  const draft = { name: '王晓燕', email: 'wang@example.com', phone: '', company: '', note: '', level: 'vip' as const }
  expect(changes(draft, before)).toEqual({})
  expect(changes({ ...draft, email: '', phone: '138' }, before)).toEqual({ email: '', phone: '138' })
})
test.each([
  ['https://shop.example/', 'shop.example'],
  ['https://shop.example/a/b?c=1', 'shop.example/a/b'],
  ['nonsense', 'nonsense'],
])('%s is shown as %s', (url, text) => expect(shortUrl(url)).toBe(text))
