import { expect, test } from 'vitest'
import { open } from './overlay'
import { isHidden, revealed } from './store'

test('stars in the middle are what the server hides', () => {
  expect(['138****8000', '+86 138 **** 8000', '**** **** **** 1111', 'z****@example.com', '*@b.co', '(415) ***-*671'].every(isHidden)).toBe(true)
  expect(['', '5 * 3 = 15', '**bold**', undefined, 'a@b.co', '* item'].some(isHidden)).toBe(false)
})
test('what was revealed lies over what is shown', () => {
  const customer = { id: 'cus_1', phone: '138****8000', attributes: { 备用: '139****9000', level: 3 }, identities: [{ kind: 'email', value: 'z****@b.co' }, { kind: 'phone', value: '1' }] }
  expect(open(customer)).toBe(customer)
  revealed.set('cus_1', { values: { phone: '13800138000', 'attributes.备用': '13900139000', 'identities.0': 'zhang@b.co' }, until: 0 })
  expect(open(customer)).toEqual({ id: 'cus_1', phone: '13800138000', attributes: { 备用: '13900139000', level: 3 }, identities: [{ kind: 'email', value: 'zhang@b.co' }, { kind: 'phone', value: '1' }] })
})
