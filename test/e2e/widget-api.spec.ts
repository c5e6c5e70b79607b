import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test'

/** The examples of the guide, in their order: what is documented is what runs. */
function examples(lang: string): string[] {
  const text = readFileSync(join(__dirname, `../../docs/guide/widget-api.${lang}.md`), 'utf8')
  return [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((found) => found[1] ?? '')
}

test('every example of the JavaScript API does what the guide says', async ({ world }) => {
  const shop = await world.shop()
  const { page } = shop
  const guide = examples(world.lang)
  const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
  await page.route('**/demo/lantern.jpg', (route) => route.fulfill({ contentType: 'image/png', body: dot }))
  const run = async (what: string) => {
    const code = guide.find((each) => each.includes(what)) ?? ''
    expect(code, what).not.toBe('')
    // As the site's own script would, without eval: the page's policy forbids it.
    await page.evaluate(code)
  }
  await page.addInitScript(() => Object.assign(window, { heard: [] as string[], FrontdeskApp: { postMessage: (text: string) => void (window as unknown as { heard: string[] }).heard.push(text) } }))
  await page.reload()
  await expect(shop.launcher).toBeVisible()
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)

  await run('FrontdeskApp')
  await run("frontdesk('on'")
  await run("'open'")
  await expect(shop.panel).toBeVisible()
  await expect.poll(heard).toContain('{"type":"frontdesk.open","detail":null}')
  await run("'close'")
  await expect(shop.panel).toBeHidden()
  await run("'toggle'")
  await expect(shop.panel).toBeVisible()
  await run("'identify'")
  await run("'page'")
  await run("'setLocale'")

  const told = page.waitForRequest((request) => request.url().endsWith('/api/v1/widget/context') && request.method() === 'PUT')
  await run("'context'")
  const cards = (await told).postDataJSON() as { cards: { title: string; link: string }[] }
  expect(cards.cards).toHaveLength(2)
  expect(cards.cards[0]?.link).toContain('/orders/7781')

  await test.step('a card appears to both as a card, and the agent answers with one', async () => {
    const title = world.lang === 'en' ? 'Brass lantern' : '黄铜提灯'
    await run("'card'")
    const mine = shop.log.getByRole('group', { name: shop.say('widget.product') })
    await expect(mine.getByText(title)).toBeVisible()
    await expect(shop.log.getByRole('button', { name: shop.say('widget.enlarge', { name: 'lantern.jpg' }) })).toBeVisible()
    await expect(mine.getByRole('link')).toHaveAttribute('href', /\/products\/lantern$/)
    await expect(shop.panel.getByText(new RegExp(`${shop.say('widget.sent')}|${shop.say('widget.seen')}`))).toBeVisible()

    const desk = await world.desk('linwei')
    await desk.inbox('all')
    await desk.open(title)
    await expect(desk.log.getByRole('group', { name: desk.say('panel.orders.product') }).getByText(title)).toBeVisible()
    await desk.page.getByRole('tab', { name: desk.say('inbox.side.orders') }).click()
    await desk.page.getByRole('button', { name: desk.say('panel.orders.send.what', { title }) }).click()
    await expect(shop.log.getByRole('group', { name: shop.say('widget.order') }).getByText('A-7781')).toBeVisible()
  })

  await test.step('hostile ones are harmless', async () => {
    await page.evaluate(() => (window as unknown as { frontdesk: (...args: unknown[]) => void }).frontdesk('card', { title: '<img src=x onerror=alert(1)>', link: 'javascript:alert(1)', picture: 'javascript:alert(2)', price: '<b>1</b>' }))
    const last = shop.log.getByRole('group').filter({ hasText: 'onerror' })
    await expect(last.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
    await expect(last.getByRole('link')).toHaveCount(0)
    await expect(last.locator('img')).toHaveCount(0)
  })

  await run("'shutdown'")
  await expect(shop.panel).toBeHidden()
})
