import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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

    await test.step('one that is written is refused while it is hostile; its picture is fetched once and shown to both', async () => {
      const asked: string[] = []
      const far = createServer((request, answer) => {
        asked.push(`${request.url} ${request.headers.cookie ?? ''}`)
        answer.statusCode = request.url === '/oil.png' ? 200 : 404
        answer.setHeader('content-type', 'image/png').end(request.url === '/oil.png' ? dot : '')
      })
      await new Promise<void>((done) => far.listen(0, '127.0.0.1', done))
      const from = `http://127.0.0.1:${(far.address() as AddressInfo).port}`
      await desk.page.getByRole('button', { name: desk.say('inbox.do.card'), exact: true }).click()
      const dialog = desk.page.getByRole('dialog', { name: desk.say('panel.card.product') })
      const field = (name: 'title' | 'amount' | 'link' | 'picture' | 'about') => dialog.getByRole('textbox', { name: desk.say(`panel.card.${name}`), exact: true })
      await field('title').fill('Lamp oil <i>')
      await field('amount').fill('€9.00')
      await field('link').fill('javascript:alert(1)')
      await expect(dialog.getByText(desk.say('panel.card.web'))).toBeVisible()
      await expect(dialog.getByRole('button', { name: desk.say('panel.card.send') })).toBeDisabled()
      await field('link').fill('https://shop.example/oil')
      await field('picture').fill(`${from}/oil.png`)
      await field('about').fill('Burns for 40 hours')
      await field('about').press('Control+Enter')
      await expect(dialog).toBeHidden()
      const there = shop.log.getByRole('group', { name: shop.say('widget.product') }).filter({ hasText: 'Lamp oil <i>' })
      await expect(there.getByText('Burns for 40 hours')).toBeVisible()
      await expect(there.locator('canvas')).toBeVisible()
      const here = desk.log.getByRole('group', { name: desk.say('panel.orders.product') }).filter({ hasText: 'Lamp oil <i>' })
      await expect(here.locator('[data-card-picture]')).toBeVisible()
      await expect(here.getByRole('link')).toHaveAttribute('href', 'https://shop.example/oil')
      expect(asked).toEqual(['/oil.png '])
      await new Promise((done) => far.close(done))
    })
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
