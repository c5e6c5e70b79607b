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

test('two widgets of one workspace have their own look, hours and language, and their own conversations', async ({ world }) => {
  const admin = await world.desk('admin')
  const stamp = Date.now()
  const never = await admin.api<{ id: string }>('POST', '/calendars', { name: `Closed ${stamp}`, timezone: 'UTC', hours: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, []])) })
  const look = (colour: string, language: string, title: string) => ({ appearance }: Channel['settings']) => ({ appearance: { ...appearance, colour, language, title: { en: title, zh: title } } })
  const tea = await channel(admin, `Tea ${stamp}`, look('#0b7a4b', 'en', 'Tea house'))
  const silk = await channel(admin, `Silk ${stamp}`, (settings) => ({ ...look('#a3123f', 'zh-CN', '丝绸铺')(settings), calendarId: never.id }))
  const one = await site(world, tea, { lang: 'en' })
  const other = await site(world, silk, { lang: 'zh-CN' })

  await test.step('each has its own look, language and hours', async () => {
    await one.open()
    await other.launcher.click()
    await expect(one.panel.getByRole('heading', { name: 'Tea house' })).toBeVisible()
    await expect(other.panel.getByRole('heading', { name: '丝绸铺' })).toBeVisible()
    await expect(one.panel.getByText(one.say('widget.open'))).toBeVisible()
    await expect(other.panel.getByText(other.say('widget.leaveHint'))).toBeVisible()
    const colours = await Promise.all([one, other].map(({ launcher }) => launcher.evaluate((node) => getComputedStyle(node).backgroundColor)))
    expect(colours[0]).not.toBe(colours[1])
  })

  await test.step('what is written arrives under its channel', async () => {
    await one.write(`Green tea ${stamp}`)
    await other.panel.getByRole('textbox', { name: other.say('widget.email') }).fill('mei@example.com')
    await other.panel.getByRole('textbox', { name: other.say('widget.message') }).fill(`Red silk ${stamp}`)
    await other.panel.getByRole('button', { name: other.say('widget.leaveSend') }).click()
    await expect(other.panel.getByText(other.say('widget.left'))).toBeVisible()
    await expect
      .poll(async () => {
        const { items } = await admin.api<{ items: { channelId: string; lastMessagePreview: string }[] }>('GET', '/conversations?view=all')
        return items.filter((each) => each.lastMessagePreview.includes(`${stamp}`)).map((each) => [each.channelId, each.lastMessagePreview.slice(0, 3)]).sort((a, b) => (a[1] ?? '').localeCompare(b[1] ?? ''))
      })
      .toEqual([[tea.id, 'Gre'], [silk.id, 'Red']])
  })
})
