import { describe, expect, test } from 'vitest'
import { bch, correction, formatBits, qrCells, qrPath } from './qr'

describe('qr', () => {
  test('corrects errors like the standard', () => {
    const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
    expect(correction(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
  })

  test('tells format and version like the standard', () => {
    expect(formatBits(0).toString(2)).toBe('101010000010010')
    expect(bch(7, 6, 0x1f25).toString(2).padStart(18, '0')).toBe('000111110010010100')
  })

  test.each([
    ['short', 21],
    ['otpauth://totp/Frontdesk:lin@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Frontdesk&algorithm=SHA1&digits=6&period=30', 49],
  ])('is as large as its text needs', (text, size) => {
    const cells = qrCells(text)
    expect([cells.length, cells.every((row) => row.length === size && row.every((cell) => typeof cell === 'boolean'))]).toEqual([size, true])
    expect(qrPath(text).size).toBe(size + 8)
  })

  test('has its three corners and its dark cell', () => {
    const cells = qrCells('otpauth://totp/x')
    const corner = (r: number, c: number) => Array.from({ length: 7 }, (_, i) => cells[r]![c + i]).every(Boolean) && cells[r + 3]![c + 3] === true && cells[r + 1]![c + 1] === false
    const far = cells.length - 7
    expect([corner(0, 0), corner(0, far), corner(far, 0), cells[cells.length - 8]![8]]).toEqual([true, true, true, true])
  })

  test('refuses what does not fit', () => {
    expect(() => qrCells('x'.repeat(300))).toThrow(RangeError)
  })
})
