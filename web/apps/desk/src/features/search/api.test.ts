import { expect, test } from 'vitest'
import { piecesOf } from './api'

test('marks count characters, also beyond the basic plane', () => {
  expect(piecesOf({ text: '😀补发了', marks: [[1, 3]] })).toEqual([
    { text: '😀', hit: false },
    { text: '补发', hit: true },
    { text: '了', hit: false },
  ])
})
test('marks that make no sense are left out', () => {
  expect(piecesOf({ text: 'abc', marks: [[2, 9]] })).toEqual([{ text: 'abc', hit: false }])
  expect(piecesOf({ text: 'abc', marks: null })).toEqual([{ text: 'abc', hit: false }])
})
