import { expectAccessible } from './support/axe'
import { expect, test } from './support/test'

type User = { id: string; version: number; roleId: string }
type Role = { id: string; key: string; grants: Record<string, string> }

test('personal data: hidden by role, revealed with a reason, noted', async ({ world, say }) => {
  const mark = String(Date.now()).slice(-8)
  const phone = `138${mark}`
  const masked = `138****${mark.slice(-4)}`
  const boss = await world.desk('admin')
  const { items: roles } = await boss.api<{ items: Role[] }>('GET', '/roles')
  const supervisor = roles.find((role) => role.key === 'supervisor')
  const { 'personal.see': _, 'token.own': __, ...grants } = supervisor?.grants ?? {}
  const role = await boss.api<Role>('POST', '/roles', { name: `脱敏${mark}`, description: '', grants })
  const { items: people } = await boss.api<{ items: (User & { email: string })[] }>('GET', '/users?limit=200')
  const noah = people.find((user) => user.email.startsWith('noah@'))
  if (!noah) throw new Error('noah is gone')
  await boss.api('PATCH', `/users/${noah.id}`, { version: noah.version, roleId: role.id })

  try {
    const shop = await world.shop()
    await shop.open()
    await shop.write(`我的手机 ${phone}`)
    await expect.poll(async () => (await boss.api<{ items: { lastMessagePreview: string }[] }>('GET', '/conversations?view=all')).items.some((row) => row.lastMessagePreview.includes(phone))).toBe(true)

    const blind = await world.desk('noah')
    const { page } = blind
    await test.step('the list, the thread and new messages show stars', async () => {
      await blind.inbox('all')
      await blind.open(masked)
      await expect(blind.log.getByText(`我的手机 ${masked}`)).toBeVisible()
      await shop.write(`备用 ${phone} 谢谢`)
      await expect(blind.log.getByText(`备用 ${masked} 谢谢`)).toBeVisible()
      expect(await page.content()).not.toContain(phone)
      const id = blind.current()
      expect(JSON.stringify(await blind.api('GET', `/conversations/${id}/entries`))).not.toContain(phone)
      expect(JSON.stringify(await blind.api('GET', `/conversations/${id}/export`))).not.toContain(phone)
      expect(JSON.stringify(await blind.api('GET', `/search?scope=messages&q=${phone}`))).not.toContain(phone)
    })

    await test.step('the administrator asks for reasons', async () => {
      await boss.page.goto('/settings/privacy')
      await boss.page.getByRole('switch', { name: say('personal.rules.reason') }).click()
      await boss.page.getByRole('button', { name: say('common.save'), exact: true }).click()
      await expect(boss.page.getByText(say('common.saved')).first()).toBeVisible()
      await expectAccessible(boss.page, 'privacy')
    })

    await test.step('one value is revealed and hidden again', async () => {
      await page.reload()
      await blind.log.getByRole('button', { name: say('personal.reveal') }).first().click()
      const ask = page.getByRole('dialog', { name: say('personal.reveal') })
      await ask.getByRole('textbox', { name: say('personal.reason') }).fill(`回访 ${mark}`)
      await ask.getByRole('button', { name: say('personal.reveal') }).click()
      await expect(blind.log.getByText(`我的手机 ${phone}`)).toBeVisible()
      await blind.log.getByRole('button', { name: new RegExp(say('personal.hide')) }).click()
      await expect(blind.log.getByText(`我的手机 ${masked}`)).toBeVisible()
    })

    await test.step('it stands in the list, without the value', async () => {
      await boss.page.reload()
      const row = boss.page.getByRole('row').filter({ hasText: `回访 ${mark}` })
      await expect(row.getByText(say('personal.class.phone'))).toBeVisible()
      expect(JSON.stringify(await boss.api('GET', '/reveals'))).not.toContain(phone)
    })
  } finally {
    const now = await boss.api<User>('GET', `/users/${noah.id}`)
    await boss.api('PATCH', `/users/${noah.id}`, { version: now.version, roleId: noah.roleId })
    const { version, settings } = await boss.api<{ version: number; settings: object }>('GET', '/workspace')
    await boss.api('PATCH', '/workspace', { version, settings: { ...settings, revealReason: false } })
  }
})

test('preferences follow to another browser', async ({ world, say }) => {
  const one = await world.desk('linwei')
  await one.page.goto('/settings/shortcuts')
  const field = (page: typeof one.page) => page.getByRole('button', { name: new RegExp(say('inbox.do.resolve')) }).first()

  await test.step('keys are pressed; those of another command are named', async () => {
    await field(one.page).click()
    await one.page.keyboard.press('r')
    const ask = one.page.getByRole('alertdialog')
    await expect(ask).toContainText(say('inbox.do.reply'))
    await ask.getByRole('button', { name: say('common.cancel') }).click()
    await field(one.page).click()
    await one.page.keyboard.press('Shift+Y')
    await expect(field(one.page)).toHaveAccessibleName(/shift\+y/)
    await expectAccessible(one.page, 'shortcuts')
  })
  await test.step('quiet hours and events', async () => {
    await one.page.goto('/settings/notifications')
    await one.page.getByRole('switch', { name: say('settings.quiet.on') }).click()
    await expect(one.page.getByLabel(say('settings.quiet.from'))).toHaveValue('22:00')
    await one.page.getByRole('checkbox', { name: `${say('settings.notify.event.reply')}: ${say('settings.notify.way.sound')}` }).click()
    await expect.poll(async () => (await one.api<{ user: { preferences: object } }>('GET', '/session')).user.preferences).toMatchObject({
      keys: { 'conversation.resolve': 'shift+y' },
      quiet: { on: true, from: '22:00', to: '08:00' },
      notifications: { events: { reply: { sound: false } } },
    })
    await expectAccessible(one.page, 'notifications')
  })
  await test.step('another browser knows them', async () => {
    const two = await world.desk('linwei')
    await two.page.goto('/settings/shortcuts')
    await expect(field(two.page)).toHaveAccessibleName(/shift\+y/)
    await two.inbox('all')
    await two.page.keyboard.press('?')
    await expect(two.page.getByRole('dialog').locator('div', { hasText: say('inbox.do.resolve') }).locator('kbd', { hasText: 'Y' }).first()).toBeVisible()
  })
  await one.api('PATCH', '/users/me', { preferences: { theme: 'light', density: 'comfortable', shortcuts: true, undoSend: 'off', notifications: { sound: true, desktop: true, title: true } } })
})
