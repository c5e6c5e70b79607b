import { describe, expect, test } from 'vitest'
import { addressOf } from './linkCard'
import { onlyLink } from './links'

const own = 'https://desk.example'

describe('an address', () => {
  test('is shown by its host and in readable letters', () => {
    expect(addressOf('https://shop.example/%E7%81%AF?x=1', own)).toEqual({ host: 'shop.example', rest: '/灯?x=1', path: '/%E7%81%AF?x=1' })
    expect(addressOf('https://shop.example/%E7%8', own).rest).toBe('/%E7%8')
    expect(addressOf('https://shop.example/%E2%80%AEcod', own).rest).toBe('/cod')
  })
  test('that deceives is called odd', () => {
    expect(addressOf('https://bank.example@evil.example/', own).odd).toBe('user')
    expect(addressOf('https://xn--pple-43d.example/', own).odd).toBe('letters')
    expect(addressOf('https://аpple.example/', own).odd).toBe('letters')
    expect(addressOf('https://203.0.113.9/login', own).odd).toBe('number')
    expect(addressOf('http://shop.example/', own).odd).toBe('open')
    expect(addressOf('https://shop.example/', own).odd).toBeUndefined()
  })
  test('of an own conversation leads into the desk', () => {
    expect(addressOf(`${own}/w/shop/inbox/all/cnv_01kb3n8x5e7q9r2t4v6w8y0z1a`, own).conversation).toBe('cnv_01kb3n8x5e7q9r2t4v6w8y0z1a')
    expect(addressOf('https://evil.example/inbox/all/cnv_01kb3n8x5e7q9r2t4v6w8y0z1a', own).conversation).toBeUndefined()
  })
  test('is the whole message or none', () => {
    expect(onlyLink(' https://shop.example/a ')).toBe('https://shop.example/a')
    expect(onlyLink('www.shop.example')).toBe('https://www.shop.example')
    expect(onlyLink('see https://shop.example/a')).toBeUndefined()
    expect(onlyLink('a@shop.example')).toBeUndefined()
    expect(onlyLink('javascript:alert(1)')).toBeUndefined()
  })
})
