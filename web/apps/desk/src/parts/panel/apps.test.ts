import { describe, expect, it } from 'vitest'
import { askOf } from './apps'

describe('messages of an app', () => {
  it('takes the three that are known', () => {
    expect(askOf({ app: { type: 'frontdesk:ready' } })).toEqual({ type: 'ready' })
    expect(askOf({ app: { type: 'frontdesk:insert', text: 'hello' } })).toEqual({ type: 'insert', text: 'hello' })
    expect(askOf({ app: { type: 'frontdesk:resize', height: 320.4 } })).toEqual({ type: 'resize', height: 320 })
  })
  it('bounds what it asks for', () => {
    expect(askOf({ app: { type: 'frontdesk:resize', height: 1e9 } })).toEqual({ type: 'resize', height: 2_000 })
    expect(askOf({ app: { type: 'frontdesk:resize', height: -5 } })).toEqual({ type: 'resize', height: 80 })
    expect(askOf({ app: { type: 'frontdesk:insert', text: 'x'.repeat(9_000) } })).toEqual({ type: 'insert', text: 'x'.repeat(4_000) })
  })
  it.each([undefined, null, 'ready', 7, {}, { app: null }, { app: 'frontdesk:ready' }, { app: { type: 'frontdesk:insert', text: 7 } }, { app: { type: 'frontdesk:insert', text: ' ' } }, { app: { type: 'frontdesk:resize', height: Number.NaN } }, { type: 'frontdesk:ready' }])('ignores %j', (data) => {
    expect(askOf(data)).toBeUndefined()
  })
})
