import { expect, test } from './support/test'

test('the search finds Chinese and English, in messages and customers', async ({ world, say }) => {
  const shop = await world.shop()
  const mark = String(Date.now()).slice(-8)
  await shop.open()
  await shop.write(`紫檀茶盘${mark} rosewood${mark} tray`)
  const { page } = await world.desk('linwei')
  await page.goto('/inbox/mine')
  await expect(page.getByRole('heading', { name: say('inbox.view.mine') })).toBeVisible()
  await page.keyboard.press('/')
  const field = page.getByPlaceholder(say('search.placeholder'))
  for (const words of ['紫檀', `rosewood${mark}`]) {
    await field.fill(words)
    await expect(page.getByRole('option').filter({ hasText: mark }).locator('mark').first()).toBeVisible()
  }
  await page.getByRole('option').filter({ hasText: mark }).first().click()
  await expect(page.getByRole('log').getByText(`紫檀茶盘${mark}`)).toBeVisible()
})

test('theme and language change without a reload', async ({ world, say }) => {
  const { page } = await world.desk('supervisor')
  await page.goto('/inbox/all')
  await expect(page.getByRole('heading', { name: say('inbox.view.all') })).toBeVisible()
  await page.evaluate(() => ((window as { same?: boolean }).same = true))
  await page.getByRole('button', { name: say('shell.theme.label') }).click()
  await page.getByRole('menuitem', { name: say('shell.theme.dark') }).or(page.getByRole('menuitemcheckbox', { name: say('shell.theme.dark') })).or(page.getByRole('menuitemradio', { name: say('shell.theme.dark') })).first().click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: say('shell.language.label') }).click()
  await page.locator('[role^=menuitem][lang=en]').click()
  await expect(page.getByRole('heading', { name: 'All open' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await page.evaluate(() => (window as { same?: boolean }).same)).toBe(true)
})

test('the browser is asked for notifications when they are switched on, and a mention arrives as a notice', async ({ world, say }) => {
  const linwei = await world.desk('linwei')
  await linwei.page.context().addInitScript(() => {
    const stub = Object.assign(function () {}, { permission: 'default', requestPermission: () => ((stub.permission = 'granted'), Promise.resolve('granted')) })
    Object.defineProperty(window, 'Notification', { value: stub, configurable: true })
  })
  const { page } = linwei
  await page.goto('/inbox/mine')
  const bell = page.getByRole('button', { name: new RegExp(`^${say('notices.title')}`) }).first()
  await bell.click()
  await page.getByRole('button', { name: say('notices.settings') }).click()
  const desktop = page.getByRole('switch', { name: say('notices.desktop') })
  if ((await desktop.getAttribute('aria-checked')) === 'false') await desktop.click()
  await expect(desktop).toHaveAttribute('aria-checked', 'true')
  expect(await page.evaluate(() => Notification.permission)).toBe('granted')
  await page.keyboard.press('Escape')

  const shop = await world.shop()
  const question = `提醒测试 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  const admin = await world.desk('admin')
  await admin.inbox('all')
  await admin.open(question)
  await admin.api('POST', `/conversations/${admin.current()}/notes`, { clientId: `note${Date.now()}`, body: `@${linwei.me.name} 请看`, mentions: [linwei.me.id] })
  await expect(bell).toHaveAccessibleName(/\d/)
  await bell.click()
  await page.getByRole('button', { name: say('notices.mention', { by: admin.me.name }) }).first().click()
  await expect(page.getByRole('log').getByText(question)).toBeVisible()
})
