import { expectAccessible, expectNarrow, violations } from './support/axe'
import { places, settled } from './support/places'
import { Server } from './support/server'
import { Shop } from './support/shop'
import { expect, test } from './support/test'
import { say } from './support/words'

test('the checker itself finds what is wrong', async ({ world }) => {
  const page = await (await world.context()).newPage()
  await page.setContent('<html><body><img src="data:,"><button></button><p style="color:#bbb;background:#fff">faint</p></body></html>')
  const found = (await violations(page)).map((each) => each.id)
  expect(found).toEqual(expect.arrayContaining(['image-alt', 'button-name', 'color-contrast', 'html-has-lang']))
})

for (const [lang, theme] of [['zh-CN', 'light'], ['en', 'dark']] as const)
  test(`every page of the desk is accessible: ${lang}, ${theme}`, async ({ world }) => {
    test.setTimeout(300_000) // some ninety passes of the checker
    const desk = await world.desk('admin', { lang, theme })
    for (const [name, path] of Object.entries(await places(desk))) {
      await desk.page.goto(path)
      await settled(desk)
      await expectAccessible(desk.page, `${name} (${lang}, ${theme})`)
      if (lang === 'en') {
        await desk.page.setViewportSize({ width: 320, height: 640 })
        await expectNarrow(desk.page, name)
        await desk.page.setViewportSize({ width: 1440, height: 900 })
      }
    }
  })

for (const lang of ['zh-CN', 'en'] as const)
  for (const theme of ['light', 'dark'] as const)
    test(`sign-in and the shop with an open chat are accessible: ${lang}, ${theme}`, async ({ world }) => {
      world.watch.allow(/401 .*\/api\/v1\/session/)
      const context = await world.context({ theme, locale: lang })
      const page = await context.newPage()
      await page.goto('/login')
      await expect(page.locator('input[name=email]')).toBeVisible()
      await settled({ page })
      await expectAccessible(page, `sign-in (${lang}, ${theme})`)
      await page.setViewportSize({ width: 320, height: 640 })
      await expectNarrow(page, 'sign-in')

      const shop = await world.shop({ lang, theme })
      await expectAccessible(shop.page, `shop (${lang}, ${theme})`)
      await shop.open()
      await shop.write('Hello 你好')
      await expectAccessible(shop.page, `shop with chat (${lang}, ${theme})`)
      await shop.page.setViewportSize({ width: 320, height: 640 })
      await expectNarrow(shop.page, 'shop with chat')
    })

for (const lang of ['zh-CN', 'en'] as const)
  test(`every step of the set-up is accessible: ${lang}, light and dark`, async ({ world }) => {
    test.setTimeout(300_000) // some twenty passes of the checker
    world.watch.allow(/401 .*\/api\/v1\/session/)
    const t = say(lang)
    const server = await Server.start({ demo: false })
    try {
      const context = await world.context({ locale: lang, baseURL: server.url })
      const page = await context.newPage()
      const check = async (name: string) => {
        await settled({ page })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await expect(page.locator(`html[data-theme=${colorScheme}]`)).toBeAttached()
          await page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)))
          await expectAccessible(page, `set-up, ${name} (${lang}, ${colorScheme})`)
        }
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNarrow(page, `set-up, ${name}`)
        await page.setViewportSize({ width: 1440, height: 900 })
      }
      const next = () => page.getByRole('button', { name: t('common.next') }).click()
      await page.goto('/')
      await expect(page.getByRole('heading', { name: t('setup.workspace.title') })).toBeVisible()
      await next()
      await expect(page.getByText(t('setup.workspace.missing'))).toBeVisible()
      await check('workspace, with a fault')
      await page.getByRole('textbox', { name: t('setup.workspace.name') }).fill('Harbour Books')
      await next()
      await page.getByRole('textbox', { name: t('auth.name') }).fill('Emma Clarke')
      await page.getByRole('textbox', { name: t('auth.email') }).fill('owner@books.example')
      await page.locator('input[type=password]').first().fill('quiet harbour lantern 9')
      await check('account')
      await page.getByRole('button', { name: t('setup.admin.action') }).click()
      await expect(page.getByRole('heading', { name: t('start.trade.title') })).toBeVisible()
      await check('trade')
      await page.getByRole('radio', { name: t('start.trade.empty') }).click()
      await next()
      await expect(page.getByRole('heading', { name: t('setup.widget.title') })).toBeVisible()
      await check('widget')
      await next()
      await expect(page.getByText(t('setup.install.waiting'))).toBeVisible()
      await check('install')
      const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: t('setup.install.open') }).click()])
      const visitor = new Shop(tab, lang)
      await visitor.open()
      await expectAccessible(tab, `set-up, test page (${lang})`)
      await visitor.write('Hello')
      await expect(page.getByText(t('setup.install.received'))).toBeVisible()
      await check('install, with the message')
      await next()
      await page.getByPlaceholder(t('setup.invite.placeholder')).fill('anna@books.example')
      await page.getByRole('button', { name: t('people.invite.action') }).click()
      await expect(page.getByText(t('people.invite.link', { email: 'anna@books.example' }))).toBeVisible()
      await check('invite')
      await page.getByRole('button', { name: t('setup.finish') }).click()
      await expect(page.getByRole('log')).toBeVisible()
      await check('checklist')
    } finally {
      await world.close()
      await server.stop()
    }
  })
