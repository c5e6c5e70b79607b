import { expect, test } from 'vitest'
import { clockOf, wavOf } from './voice'

test('a length is written as players do', () => {
  expect([0, 0.4, 7, 59.6, 750, Infinity, NaN].map(clockOf)).toEqual(['0:00', '0:00', '0:07', '1:00', '12:30', '0:00', '0:00'])
})

test('samples become a file whose head says how long it is', async () => {
  const data = new DataView(await wavOf(new Float32Array([0, 1, -1, 2]), 16_000).arrayBuffer())
  const word = (at: number) => String.fromCharCode(...Array.from({ length: 4 }, (_, i) => data.getUint8(at + i)))
  expect([word(0), word(8), word(36)]).toEqual(['RIFF', 'WAVE', 'data'])
  expect([data.getUint32(4, true), data.getUint32(24, true), data.getUint32(40, true)]).toEqual([44, 16_000, 8])
  expect([0, 1, 2, 3].map((i) => data.getInt16(44 + i * 2, true))).toEqual([0, 32_767, -32_767, 32_767])
})
