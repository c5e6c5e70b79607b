import { Shop } from './support/shop'
import { expect, test } from './support/test'

test('a first visit loads the first parts of the widget and nothing else', async ({ world }) => {
  const shop = new Shop(await (await world.context()).newPage(), world.lang)
  const loaded: Promise<number>[] = []
  shop.page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url())
    // That somebody is here is said a moment later, by a part of its own.
    if (/^\/widget\.js$|^\/assets\/widget\/(?!visit\.js)/.test(pathname)) loaded.push(request.sizes().then((size) => size.responseBodySize))
  })
  await shop.page.goto('/demo/')
  await shop.open()
  await shop.write('你好')
  await expect(shop.panel.getByText(shop.say('widget.sent'))).toBeVisible()

  expect(loaded).toHaveLength(3) // loader, panel, language
  const bytes = (await Promise.all(loaded)).reduce((sum, each) => sum + each, 0)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(15 * 1024)
})
