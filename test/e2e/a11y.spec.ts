import { expectAccessible, expectNarrow, violations } from './support/axe'
import { places, settled } from './support/places'
import { expect, test } from './support/test'

test('the checker itself finds what is wrong', async ({ world }) => {
  const page = await (await world.context()).newPage()
  await page.setContent('<html><body><img src="data:,"><button></button><p style="color:#bbb;background:#fff">faint</p></body></html>')
  const found = (await violations(page)).map((each) => each.id)
  expect(found).toEqual(expect.arrayContaining(['image-alt', 'button-name', 'color-contrast', 'html-has-lang']))
})

for (const [lang, theme] of [['zh-CN', 'light'], ['en', 'dark']] as const)
  test(`every page of the desk is accessible: ${lang}, ${theme}`, async ({ world }) => {
    test.setTimeout(120_000)
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
