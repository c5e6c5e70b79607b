import type { Desk } from './support/desk'
import { Server } from './support/server'
import type { Shop } from './support/shop'
import { expect, test, World } from './support/test'

/** A conversation that both sides have open. */
async function talk(world: World): Promise<{ shop: Shop; desk: Desk; question: string }> {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const question = `断网测试 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  await expect(desk.log.getByText(question)).toBeVisible()
  return { shop, desk, question }
}

/** Nothing lost, nothing twice, the same order for both: what each side shows, and what is stored. */
async function agree(shop: Shop, desk: Desk, expected: string[]): Promise<void> {
  await expect.poll(async () => [...(await shop.said())].sort(), { timeout: 20_000 }).toEqual([...expected].sort())
  const stored = async () => {
    const { items } = await desk.api<{ items: { kind: string; body: string; seq: number }[] }>('GET', `/conversations/${desk.current()}/entries?limit=100`)
    return items.filter((each) => each.kind === 'message').sort((a, b) => a.seq - b.seq).map((each) => each.body)
  }
  await expect.poll(async () => (await stored()).length).toBe(expected.length)
  const order = await stored()
  expect([...order].sort()).toEqual([...expected].sort())
  await expect.poll(() => shop.said()).toEqual(order)
  for (const text of expected) await expect(desk.log.getByText(text, { exact: true })).toHaveCount(1)
}

test('a dropped network of the visitor: what was written goes out once, what was missed comes in', async ({ world }) => {
  const { shop, desk, question } = await talk(world)
  world.watch.cut = true
  await shop.page.context().setOffline(true)
  await shop.field.fill('断网时写的一')
  await shop.field.press('Enter')
  await shop.field.fill('断网时写的二')
  await shop.field.press('Enter')
  await expect(shop.panel.getByText(shop.say('widget.offline'))).toBeVisible()
  await desk.reply('您还在吗？')
  await shop.field.fill('写到一半')
  await shop.page.context().setOffline(false)
  await expect(shop.log.getByText('您还在吗？')).toBeVisible({ timeout: 20_000 })
  await expect(shop.field).toHaveValue('写到一半')
  await agree(shop, desk, [question, '断网时写的一', '断网时写的二', '您还在吗？'])
})

test('a dropped network of the agent: the bar says so, replies wait and go out once', async ({ world }) => {
  const { shop, desk, question } = await talk(world)
  world.watch.cut = true
  await desk.page.context().setOffline(true)
  await desk.reply('离线回复一')
  await desk.reply('离线回复二')
  await expect(desk.page.getByText(desk.say('inbox.offline.body'))).toBeVisible({ timeout: 15_000 })
  await shop.write('我先写着')
  await desk.field.fill('草稿还在')
  await desk.page.context().setOffline(false)
  await expect(desk.log.getByText('我先写着')).toBeVisible({ timeout: 20_000 })
  await expect(desk.field).toHaveValue('草稿还在')
  await expect(desk.page.getByText(desk.say('inbox.offline.body'))).toBeHidden({ timeout: 15_000 })
  await agree(shop, desk, [question, '离线回复一', '离线回复二', '我先写着'])
})

test('a part of the screen that could not be loaded leaves the rest alone and comes when the network is back', async ({ world }) => {
  const desk = await world.desk('linwei')
  world.watch.cut = true
  let missed = 0
  await desk.page.route(/\/assets\/desk\/EmojiButton-/, (route) => (missed++ ? route.continue() : route.abort('internetdisconnected')))
  await desk.inbox('all')
  await desk.list.getByRole('option').first().click()
  await expect(desk.field).toBeVisible()
  await expect.poll(() => missed, { timeout: 20_000 }).toBeGreaterThan(1)
  await expect(desk.page.getByRole('button', { name: desk.say('inbox.compose.emoji') })).toBeVisible()
  await expect(desk.field).toBeEditable()
})

test('the server is killed while both sides type and comes back: nothing lost, nothing twice', async ({ browser, locale, timezoneId, viewport }) => {
  const server = await Server.start({ demo: true })
  const world = new World(browser, server, 'zh-CN', { locale: locale ?? 'zh-CN', timezoneId: timezoneId ?? 'UTC', viewport, reducedMotion: 'reduce' })
  world.watch.cut = true
  try {
    await world.openHours()
    const { shop, desk, question } = await talk(world)
    const expected = [question]
    for (let round = 1; round <= 2; round++) {
      const [before, during] = [`访客之前${round}`, `访客断电${round}`]
      const [answer, waiting] = [`客服之前${round}`, `客服断电${round}`]
      // Sent in the very moment of the kill: acknowledged or not, each appears once.
      await shop.field.fill(before)
      await desk.field.fill(answer)
      await Promise.all([shop.field.press('Enter'), desk.field.press('Control+Enter'), server.kill()])
      await shop.field.fill(during)
      await shop.field.press('Enter')
      await desk.field.fill(waiting)
      await desk.field.press('Control+Enter')
      await server.run()
      expected.push(before, during, answer, waiting)
      await agree(shop, desk, expected)
    }
    await desk.reply('服务恢复了')
    await expect(shop.log.getByText('服务恢复了')).toBeVisible()
    expect(world.watch.problems).toEqual([])
  } finally {
    await world.close()
    await server.stop()
  }
})
