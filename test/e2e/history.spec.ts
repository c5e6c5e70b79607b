import { expectAccessible } from './support/axe'
import { expect, test } from './support/test'

type Named = { id: string; name: string; version: number }

test('a role: see what changed, and go back', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  const mark = String(Date.now()).slice(-6)
  const role = await desk.api<Named>('POST', '/roles', { name: `实习${mark}`, description: '', grants: { 'customer.read': 'all', 'conversation.read': 'own' } })
  await page.goto(`/settings/roles/${role.id}`)
  await page.getByRole('textbox', { name: say('people.roles.name') }).fill(`正式${mark}`)
  await page.getByRole('button', { name: say('people.level.teams'), exact: true }).first().click() // of the first right: to read conversations
  await page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(page.getByRole('heading', { name: `正式${mark}` })).toBeVisible()

  await page.getByRole('button', { name: say('history.title'), exact: true }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet).toHaveAccessibleName(say('history.of', { name: `正式${mark}` }))
  const versions = sheet.getByRole('listitem')
  await expect(versions).toHaveCount(2)
  // The newest is open and says both fields in the words of the form.
  await expect(versions.first().getByText(`实习${mark}`)).toBeVisible()
  await expect(versions.first().locator('dd').getByText(`正式${mark}`)).toBeVisible()
  await expect(versions.first().locator('dt', { hasText: say('people.roles.name') })).toBeVisible()
  await expect(versions.first().locator('dd').getByText(say('people.level.teams'), { exact: true })).toBeVisible()
  await expectAccessible(page, 'history sheet')

  await versions.nth(1).getByRole('button').first().click()
  await sheet.getByRole('button', { name: say('history.restore') }).click()
  const ask = page.getByRole('alertdialog')
  await ask.getByRole('button', { name: say('history.restore') }).click()
  await expect(ask).toBeHidden()
  await expect(versions).toHaveCount(3)
  await expect(versions.first().getByText(say('history.restored', { n: 1 }))).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: say('people.roles.name') })).toHaveValue(`实习${mark}`)
  const { items } = await desk.api<{ items: (Named & { grants: Record<string, string> })[] }>('GET', '/roles')
  expect(items.find((each) => each.id === role.id)?.grants).toMatchObject({ 'customer.read': 'all', 'conversation.read': 'own' })
})

test('a widget: undo by keyboard; somebody who was faster is not overwritten', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  const made = await desk.api<Named>('POST', '/channels', { name: 'History' })
  const read = () => desk.api<Named & { settings: { appearance: { colour: string } } }>('GET', `/channels/${made.id}`)
  const paint = async (colour: string) => {
    const { version, settings } = await read()
    await desk.api('PATCH', `/channels/${made.id}`, { version, settings: { ...settings, appearance: { ...settings.appearance, colour } } })
  }
  await paint('#b4236a')
  await page.goto(`/settings/channels/${made.id}/appearance`)
  const button = page.getByRole('button', { name: say('history.title'), exact: true })
  await button.focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: say('history.of', { name: 'History' }) })
  await expect(sheet.getByText('#b4236a')).toBeVisible()
  const undo = sheet.getByRole('button', { name: say('history.undo') })
  await paint('#1f8a4c') // a colleague, meanwhile
  await undo.focus()
  await page.keyboard.press('Enter')
  const ask = page.getByRole('alertdialog')
  world.watch.allow(/409/)
  await ask.getByRole('button', { name: say('history.undo') }).click()
  await expect(ask.getByRole('alert')).toContainText('3')
  await page.keyboard.press('Escape')
  await expect(sheet.getByRole('listitem')).toHaveCount(3)
  await sheet.getByRole('listitem').first().getByRole('button').first().click()
  await sheet.getByRole('button', { name: say('history.undo') }).click()
  await ask.getByRole('button', { name: say('history.undo') }).click()
  await expect(sheet.getByText(say('history.undone', { n: 3 }))).toBeVisible()
  expect((await read()).settings.appearance.colour).toBe('#b4236a')
  await desk.api('DELETE', `/channels/${made.id}`)
})

test('the change log is filtered, on a phone as well', async ({ world, say }) => {
  const desk = await world.desk('admin', { viewport: { width: 390, height: 844 } })
  const { page } = desk
  const mark = String(Date.now()).slice(-6)
  await desk.api('POST', '/tags', { name: `log${mark}`, colour: 'red' })
  await page.goto('/settings/log')
  const row = page.getByRole('listitem').filter({ hasText: `log${mark}` })
  await expect(row).toBeVisible()
  await page.getByRole('combobox', { name: say('history.kind') }).click()
  await page.getByRole('option', { name: say('history.kind.webhook') }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('combobox', { name: say('history.kind') }).click()
  await page.getByRole('option', { name: say('history.kind.tag') }).click()
  await row.getByRole('button').first().click()
  await expect(row.getByText(say('settings.colour.red'))).toBeVisible()
  await expectAccessible(page, 'change log')
  await row.getByRole('button', { name: say('history.show') }).click()
  await expect(page.getByRole('dialog', { name: say('history.of', { name: `log${mark}` }) })).toBeVisible()

  const agent = await world.desk('linwei')
  await agent.page.goto('/settings')
  await expect(agent.page.getByRole('link', { name: say('history.log') })).toHaveCount(0)
})
