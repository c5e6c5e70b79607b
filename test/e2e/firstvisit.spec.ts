import { expect, test } from './support/test'

test('a first visit loads the first parts of the widget and nothing else', async ({ world }) => {
  const shop = await world.shop()
  const loaded: Promise<number>[] = []
  shop.page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url())
    if (/^\/widget\.js$|^\/assets\/widget\//.test(pathname)) loaded.push(request.sizes().then((size) => size.responseBodySize))
  })
  await shop.page.reload()
  await shop.open()
  await shop.write('你好')
  await expect(shop.panel.getByText(shop.say('widget.sent'))).toBeVisible()

  expect(loaded).toHaveLength(3) // loader, panel, language
  const bytes = (await Promise.all(loaded)).reduce((sum, each) => sum + each, 0)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(15 * 1024)
})
