import { createHmac } from 'node:crypto'
import { expect, test } from './support/test'

/** The six digits of an authenticator app (RFC 6238, SHA-1, 30 seconds). */
function totp(secret: string, at = Date.now()): string {
  const bits = [...secret.replace(/[\s=]/g, '').toUpperCase()].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const from = (mac[19] ?? 0) & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('tags, teams and roles are made in the settings', async ({ world, say }) => {
  const { page, api } = await world.desk('admin').then((desk) => ({ page: desk.page, api: desk.api.bind(desk) }))
  const mark = String(Date.now()).slice(-6)
  const save = () => page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await page.goto('/settings/tags')
  await page.getByRole('button', { name: say('settings.tags.add') }).first().click()
  await page.getByRole('textbox', { name: say('settings.tags.name') }).fill(`急件${mark}`)
  await page.getByRole('button', { name: say('settings.colour.red') }).click()
  await save()
  await expect(page.getByText(`急件${mark}`)).toBeVisible()

  await page.goto('/settings/teams')
  await page.getByRole('button', { name: say('people.teams.add') }).first().click()
  await page.getByRole('textbox', { name: say('people.teams.name') }).fill(`夜班${mark}`)
  await save()
  await expect(page.getByRole('button', { name: new RegExp(`夜班${mark}`) })).toBeVisible()

  await page.goto('/settings/roles/new')
  await page.getByRole('textbox', { name: say('people.roles.name') }).fill(`实习${mark}`)
  await save()
  await expect(page).toHaveURL(/\/settings\/roles\/rol_/)
  const roles = await api<{ items: { name: string }[] }>('GET', '/roles')
  expect(roles.items.map((each) => each.name)).toContain(`实习${mark}`)
})

test('an invitation is accepted by a new colleague', async ({ world, say }) => {
  const { page } = await world.desk('admin')
  const email = `new${Date.now()}@lantern.example`
  await page.goto('/settings/people')
  await page.getByRole('button', { name: say('people.invite') }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=email]').fill(email)
  await dialog.getByRole('button', { name: say('people.invite.action') }).click()
  await expect(dialog.getByText(say('people.invite.done')).or(dialog.getByText(say('people.invite.link', { email }))).first()).toBeVisible()
  const link = await dialog.locator('input[readonly]').inputValue()
  expect(link).toContain('/invite#')

  world.watch.allow(/401 .*\/api\/v1\/session/)
  const guest = await (await world.context()).newPage()
  await guest.goto(link)
  await guest.getByRole('textbox', { name: say('auth.name') }).fill('新同事')
  await guest.locator('input[type=password]').first().fill('quiet harbour lantern 9')
  await guest.getByRole('button', { name: say('auth.invite.action') }).click()
  await expect(guest).toHaveURL(/\/inbox/)
  await expect(guest.getByText('新同事').first()).toBeVisible()
})

test('two-step verification: turned on, asked for, turned off', async ({ world, say }) => {
  const desk = await world.desk('noah')
  const { page } = desk
  await page.goto('/settings/security')
  await page.getByRole('button', { name: say('settings.totp.start'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: say('settings.totp') })
  await dialog.locator('input[type=password]').fill('frontdesk-demo')
  await dialog.getByRole('button', { name: say('settings.totp.next') }).click()
  await expect(dialog.getByRole('img', { name: say('settings.totp.picture') })).toBeVisible()
  const secret = await dialog.locator('input[readonly]').inputValue()
  await expect(dialog.getByRole('textbox', { name: say('settings.totp.code') })).toBeFocused()
  await dialog.getByRole('textbox', { name: say('settings.totp.code') }).fill(totp(secret))
  await expect(dialog.getByText(say('settings.totp.codes'))).toBeVisible()
  await dialog.getByRole('button', { name: say('settings.totp.saved') }).click()

  world.watch.allow(/401 .*\/api\/v1\/session/)
  const other = await (await world.context()).newPage()
  await other.goto('/login')
  await other.locator('input[name=email]').fill('noah@lantern.example')
  await other.locator('input[name=password]').fill('frontdesk-demo')
  await other.getByRole('button', { name: say('auth.signIn.action'), exact: true }).click()
  await expect(other.getByRole('heading', { name: say('auth.code.title') })).toBeVisible()
  // A code works once; the next one is accepted within the window, whenever the half minute ends.
  await other.getByRole('textbox', { name: say('auth.code.label') }).fill(totp(secret, Date.now() + 30_000))
  await expect(other).toHaveURL(/\/inbox/)

  await page.getByRole('button', { name: say('settings.totp.end') }).click()
  await page.getByRole('dialog').locator('input[type=password]').fill('frontdesk-demo')
  await page.getByRole('dialog').getByRole('button', { name: say('settings.totp.end') }).click()
  await expect(page.getByRole('button', { name: say('settings.totp.start'), exact: true })).toBeVisible()
})

test('an access token works until it is revoked', async ({ world, say }) => {
  const { page } = await world.desk('admin')
  await page.goto('/settings/security')
  await page.getByRole('button', { name: say('settings.tokens.create') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: say('settings.tokens.name') }).fill('订单同步')
  await dialog.getByRole('button', { name: say('common.create'), exact: true }).click()
  await expect(dialog.getByText(say('settings.tokens.once'))).toBeVisible()
  const text = await dialog.locator('input[readonly]').inputValue()
  const ask = async () => (await fetch(`${world.server.url}/api/v1/conversations?view=all&limit=1`, { headers: { authorization: `Bearer ${text}` } })).status
  expect(await ask()).toBe(200)
  await dialog.getByRole('button', { name: say('common.done') }).click()
  await page.getByRole('listitem').filter({ hasText: '订单同步' }).getByRole('button', { name: say('settings.tokens.revoke') }).click()
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: say('settings.tokens.revoke') }).click()
  await expect(page.getByText(say('settings.tokens.revoked'))).toBeVisible()
  expect(await ask()).toBe(401)
})

test('a new password ends access tokens when asked to', async ({ world, say }) => {
  const admin = await world.desk('admin')
  const roles = await admin.api<{ items: { id: string; key: string }[] }>('GET', '/roles')
  const email = `kim${Date.now()}@lantern.example`
  const roleId = roles.items.find((each) => each.key === 'agent')?.id ?? ''
  const { token: link } = await admin.api<{ token: string }>('POST', '/invites', { email, roleId })
  const page = await (await world.context()).newPage()
  const joined = await page.request.post('/api/v1/invites/accept', { data: { token: link, name: 'Kim', password: 'quiet harbour lantern 9', locale: 'zh-CN' } })
  const { csrf } = (await joined.json()) as { csrf: string }
  const made = await page.request.post('/api/v1/users/me/tokens', { headers: { 'x-frontdesk-csrf': csrf }, data: { name: '报表', grants: { 'customer.read': 'all' } } })
  const { token } = (await made.json()) as { token: string }
  const ask = async () => (await fetch(`${world.server.url}/api/v1/customers?limit=1`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await ask()).toBe(200)

  await page.goto('/settings/security')
  await expect(page.getByText('报表')).toBeVisible()
  await page.getByRole('button', { name: say('settings.password.change') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=password]').first().fill('quiet harbour lantern 9')
  await dialog.locator('input[type=password]').nth(1).fill('another quiet harbour 10')
  await dialog.getByRole('checkbox', { name: say('settings.password.tokens') }).check()
  await dialog.getByRole('button', { name: say('settings.password.change') }).click()
  await expect(page.getByText(say('settings.password.changed'))).toBeVisible()
  await expect(page.getByText('报表')).toBeHidden()
  expect(await ask()).toBe(401)
})

test('a new colour of the widget shows in the preview and in the shop', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { items } = await desk.api<{ items: { id: string; settings: { appearance: { colour: string } } }[] }>('GET', '/channels')
  const channel = items[0]
  if (!channel) throw new Error('no channel')
  await desk.page.goto(`/settings/channels/${channel.id}/appearance`)
  const field = desk.page.getByRole('textbox', { name: say('channels.colour') })
  await field.fill('#7a1f5c')
  await field.press('Tab')
  await expect(desk.page.locator('[style*="rgb(122, 31, 92)"]').first()).toBeVisible()
  await desk.page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(desk.page.locator('[data-save-bar]')).toBeHidden()
  const shop = await world.shop()
  await expect(shop.launcher).toHaveCSS('background-color', 'rgb(122, 31, 92)')
})

test('a webhook is made and its secret shown once', async ({ world, say }) => {
  const { page } = await world.desk('admin')
  await page.goto('/settings/webhooks')
  await page.getByRole('button', { name: say('webhooks.add') }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: say('webhooks.url') }).fill('https://hooks.example.com/frontdesk')
  await dialog.getByRole('button', { name: say('common.create'), exact: true }).click()
  await expect(dialog.getByText(say('webhooks.secret.once'))).toBeVisible()
  await expect(dialog.locator('input[readonly]')).toHaveValue(/^whsec_/)
  await dialog.getByRole('button', { name: say('common.done') }).click()
  await expect(page).toHaveURL(/\/settings\/webhooks\/whk_/)
})
