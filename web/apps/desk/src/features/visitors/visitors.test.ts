import { expect, test } from 'vitest'
import { inOrder, shortUrl, type Visit } from './api'

const visit = (id: string, pages = 1) => ({ id, pages }) as Visit

test('a list that is held keeps its order, shows what is new of its rows, and counts who came', () => {
  const held = [visit('a'), visit('b')]
  expect(inOrder([visit('c'), visit('b', 2)], held)).toEqual({ rows: [visit('a'), visit('b', 2)], waiting: 1 })
  expect(inOrder([visit('c')], undefined)).toEqual({ rows: [visit('c')], waiting: 0 })
})

test('an address is short in a list', () => {
  expect(shortUrl('https://shop.example/%E7%81%AF?utm=1')).toBe('shop.example/灯')
  expect(shortUrl('https://shop.example/')).toBe('shop.example')
  expect(shortUrl('https://shop.example/%E7%')).toBe('https://shop.example/%E7%')
})
