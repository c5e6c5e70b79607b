import type { Desk } from './support/desk'
import { Shop } from './support/shop'
import { expect, test, type World } from './support/test'

type Channel = { id: string; widgetKey: string; version: number; settings: { appearance: object } & Record<string, unknown> }

/** A channel of its own with these settings. */
async function channel(desk: Desk, name: string, change: (settings: Channel['settings']) => object): Promise<Channel> {
  const made = await desk.api<Channel>('POST', '/channels', { name })
  return desk.api<Channel>('PATCH', `/channels/${made.id}`, { version: made.version, settings: { ...made.settings, ...change(made.settings) } })
}

/** A page of the demo shop with the widget of a channel. */
async function site(world: World, { widgetKey }: Channel, options: Parameters<World['shop']>[0] = {}): Promise<Shop> {
  const shop = await world.shop({ path: '/demo/products', ...options })
  await shop.page.addInitScript((key) => {
    new MutationObserver(() => document.querySelector('script[data-key]')?.setAttribute('data-key', key)).observe(document, { childList: true, subtree: true })
  }, widgetKey)
  await shop.page.goto('/demo/')
  return shop
}

/** The place that the widget shows, 0 for none. Others of the sample workspace wait in the same queue. */
async function place(site: Shop): Promise<number> {
  const said = (await site.panel.locator('p.event[role=status]').allTextContents()).join(' ')
  if (said.includes(site.say('widget.queueNext'))) return 1
  const [before = '', after = ''] = site.say('widget.queue', { position: '#' }).split('#')
  const rest = said.split(before)[1]
  return rest?.includes(after) ? Number.parseInt(rest, 10) : 0
}

test('the agent sees what is being typed, and the visitor knows', async ({ world }) => {
  const admin = await world.desk('admin')
  const mine = await channel(admin, `Typed ${Date.now()}`, () => ({ preview: true, queue: true }))
  const first = await site(world, mine)
  const shop = await site(world, mine)
  const mark = `T${Date.now()}`
  const hello = `Hello ${mark}`

  await test.step('who waits sees the place in the queue, live', async () => {
    await first.open()
    await first.write(`First ${mark}`)
    await expect.poll(() => place(first)).toBeGreaterThan(0)
    await shop.open()
    await expect(shop.panel.getByText(shop.say('widget.typed'))).toBeVisible()
    await shop.write(hello)
    await expect.poll(() => place(shop)).toBeGreaterThan(await place(first))
  })

  const agent = await world.desk('linwei')
  const preview = agent.thread.getByRole('note', { name: agent.say('thread.typed') })
  await test.step('somebody takes the first one, and the second moves up', async () => {
    const before = await place(shop)
    await agent.inbox('all')
    await agent.open(`First ${mark}`)
    await agent.reply('One moment')
    await expect.poll(() => place(shop)).toBeLessThan(before)
    await expect.poll(() => place(first)).toBe(0)
    await agent.open(hello)
  })

  await test.step('what is typed is seen before it is sent, and gone when it is sent', async () => {
    await expect(preview).toBeHidden()
    await shop.field.pressSequentially('My card is 4111 1111 1111 1111')
    await expect(preview).toContainText('My card is **** **** **** ****')
    await shop.field.fill('Is the lamp heavy?')
    await expect(preview).toContainText('Is the lamp heavy?')
    await shop.field.fill('')
    await expect(preview).toBeHidden()
    await shop.field.pressSequentially('Is the lamp bright?')
    await expect(preview).toContainText('Is the lamp bright?')
    await shop.field.press('Enter')
    await expect(agent.log.getByText('Is the lamp bright?', { exact: true })).toBeVisible()
    await expect(preview).toBeHidden()
  })

  await test.step('a visitor quotes by keyboard, and both see it like a quote of an agent', async () => {
    await agent.reply('Two kilograms')
    const quote = shop.log.locator('.msg', { hasText: 'Two kilograms' }).getByRole('button', { name: shop.say('widget.quote') })
    await quote.focus()
    await shop.page.keyboard.press('Enter')
    await expect(shop.panel.getByRole('group', { name: shop.say('widget.quoting') })).toContainText('Two kilograms')
    await expect(shop.field).toBeFocused()
    await shop.write('With the box?')
    await expect(shop.panel.getByRole('group', { name: shop.say('widget.quoting') })).toBeHidden()
    await expect(shop.log.locator('.msg', { hasText: 'With the box?' }).locator('.quoted')).toContainText('Two kilograms')
    await expect(agent.log.getByText('Two kilograms')).toHaveCount(2)
    await shop.page.reload()
    await expect(shop.log.locator('.msg', { hasText: 'With the box?' }).locator('.quoted')).toContainText('Two kilograms')
  })

  await test.step('the sound is switched off and stays off; a hidden tab counts in its title', async () => {
    await shop.panel.getByRole('button', { name: shop.say('widget.soundOff') }).click()
    await shop.page.reload()
    await expect(shop.panel.getByRole('button', { name: shop.say('widget.soundOn') })).toBeVisible()
    await shop.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await agent.reply('Yes, with the box')
    await expect(shop.page).toHaveTitle(shop.say('widget.unread', { count: 1 }))
    await shop.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => false })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await expect(shop.page).not.toHaveTitle(shop.say('widget.unread', { count: 1 }))
  })
})
