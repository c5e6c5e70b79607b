import { expect, test } from 'vitest'
import { inviteLink, linksAsTable, type Listed } from './invites'

test('links become a table that Excel opens, and no cell a formula', () => {
  const one = { email: 'a@shop.example', name: '=1+1', alias: 'A "1"', token: 'fdl_x/y' } as Listed
  expect(linksAsTable(['E-mail', 'Name', 'Alias', 'Link'], [one])).toBe(`\uFEFF"E-mail","Name","Alias","Link"\r\n"a@shop.example","'=1+1","A ""1""","${inviteLink('fdl_x/y')}"\r\n`)
  expect(inviteLink('fdl_x/y')).toMatch(/\/invite#fdl_x%2Fy$/)
})
