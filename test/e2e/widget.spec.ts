import { expectAccessible } from './support/axe'
import type { Desk } from './support/desk'
import type { Shop } from './support/shop'
import { expect, test, type World } from './support/test'

type Channel = { id: string; widgetKey: string; version: number; settings: Record<string, unknown> }

/** A widget of its own, so that what it is set to touches nobody else. */
async function widget(world: World, desk: Desk, name: string): Promise<{ channel: Channel; shop: () => Promise<Shop> }> {
  const channel = await desk.api<Channel>('POST', '/channels', { name })
  return {
    channel,
    shop: async () => {
      const shop = await world.shop({ path: '/demo/products' })
      await shop.page.addInitScript((key) => {
        new MutationObserver(() => document.querySelector('script[data-key]')?.setAttribute('data-key', key)).observe(document, { childList: true, subtree: true })
      }, channel.widgetKey)
      await shop.page.goto('/demo/')
      return shop
    },
  }
}

test('the administrator writes what is said by itself, and customers read it', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const mine = await widget(world, desk, `Texts ${Date.now()}`)
  const zh = world.lang !== 'en'
  const [hello, bye] = zh ? ['您好，这里是测试商城。', '再见，欢迎下次光临。'] : ['Hello, this is the test shop.', 'Good bye, come again.']

  await test.step('switched on and seen in the preview', async () => {
    const { page } = desk
    await page.goto(`/settings/channels/${mine.channel.id}/texts`)
    for (const [name, text] of [['welcome', hello], ['closing', bye]] as const) {
      const group = page.getByRole('group', { name: say(`channels.say.${name}`), exact: true })
      await group.getByRole('switch').click()
      await group.getByRole('textbox', { name: say(zh ? 'channels.say.zh' : 'channels.say.en') }).fill(text)
      await expect(page.getByRole('img', { name: say('channels.preview') }).getByText(text)).toBeVisible()
    }
    await page.getByRole('button', { name: say('common.save'), exact: true }).click()
    await expect(page.getByText(say('channels.saved'))).toBeVisible()
  })

  const shop = await mine.shop()
  const agent = await world.desk('linwei')
  const question = zh ? `请问几点发货？${Date.now()}` : `When do you ship today please? ${Date.now()}`
  await test.step('the welcome is a line for both, and no answer', async () => {
    await shop.open()
    await shop.write(question)
    await expect(shop.log.getByText(hello)).toBeVisible()
    await agent.inbox('all')
    await agent.open(question)
    await expect(agent.log.getByText(hello)).toBeVisible()
    const row = await agent.api<{ waitingSince?: string; lastMessagePreview: string }>('GET', `/conversations/${agent.current()}`)
    expect(row.waitingSince).toBeTruthy()
    expect(row.lastMessagePreview).toContain(question.slice(0, 8))
  })

  await test.step('resolving brings the closing words and asks for a rating', async () => {
    await agent.reply('OK')
    await agent.api('POST', `/conversations/${agent.current()}/resolve`, {})
    await expect(shop.log.getByText(bye)).toBeVisible()
    await expect(shop.panel.getByRole('radio', { name: shop.say('widget.score1') })).toBeAttached()
  })

  await test.step('a low score with its reason comes on the list, which the agent does not see', async () => {
    await shop.panel.getByRole('radio', { name: shop.say('widget.score1') }).check({ force: true })
    await shop.panel.getByRole('group', { name: shop.say('widget.why') }).getByRole('checkbox').first().check({ force: true })
    await shop.panel.getByRole('radio', { name: shop.say('widget.no'), exact: true }).check({ force: true })
    await shop.panel.getByRole('textbox', { name: shop.say('widget.comment') }).fill('too slow for me')
    await shop.panel.getByRole('button', { name: shop.say('widget.rateSend') }).click()
    await expect(shop.panel.getByText(shop.say('widget.thanks'))).toBeVisible()
    const refused = await agent.page.request.get('/api/v1/ratings')
    expect(refused.status()).toBe(403)
  })

  await test.step('somebody else follows up', async () => {
    const lead = await world.desk('supervisor')
    const { page } = lead
    await page.goto('/ratings')
    const row = page.getByRole('listitem').filter({ hasText: 'too slow for me' })
    await expect(row.getByText(lead.say('ratings.solved.no'))).toBeVisible()
    await row.getByRole('button', { name: lead.say('ratings.follow'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Called back')
    await dialog.getByRole('button', { name: lead.say('ratings.follow.save') }).click()
    await expect(row).toBeHidden()
    await page.getByText(lead.say('ratings.state.done'), { exact: true }).click()
    await expect(row.getByText('Called back')).toBeVisible()
  })
})

test('the privacy notice is accepted before the first message, and again when its words change', async ({ world }) => {
  const desk = await world.desk('admin')
  const mine = await widget(world, desk, `Privacy ${Date.now()}`)
  const words = async (text: string) => {
    const { version, settings } = await desk.api<Channel>('GET', `/channels/${mine.channel.id}`)
    await desk.api('PATCH', `/channels/${mine.channel.id}`, { version, settings: { ...settings, privacy: { on: true, version: 0, text: { en: text, zh: text } } } })
  }
  await words('First notice')
  const shop = await mine.shop()
  const agree = shop.panel.getByRole('button', { name: shop.say('widget.agree') })
  await shop.launcher.click()
  await expect(shop.panel.getByText('First notice')).toBeVisible()
  await expect(shop.field).toBeHidden()
  await agree.click()
  await shop.write('hello')
  await expect(shop.panel.getByText(new RegExp(`${shop.say('widget.sent')}|${shop.say('widget.seen')}`))).toBeVisible()

  await words('Second notice')
  await expect
    .poll(async () => {
      await shop.page.reload()
      await expect(shop.launcher).toBeVisible()
      if (await shop.panel.isHidden()) await shop.launcher.click()
      return shop.panel.getByText('Second notice').waitFor({ timeout: 4000 }).then(() => true, () => false)
    }, { timeout: 30_000 })
    .toBe(true)
  await agree.click()
  await expect(shop.field).toBeVisible()

  // In the middle of a conversation: the server refuses, the panel asks, and what was written goes out after it.
  world.watch.allow(/403 .*widget\/messages/)
  await words('Third notice')
  await shop.write('still there?')
  await expect(shop.panel.getByText('Third notice')).toBeVisible()
  await expect(shop.panel.getByText(shop.say('widget.failed'))).toBeVisible()
  await expect(shop.field).toBeHidden()
  await expectAccessible(shop.page, 'notice in a conversation')
  await agree.click()
  await expect(shop.field).toBeVisible()
  await expect(shop.panel.getByText(new RegExp(`${shop.say('widget.sent')}|${shop.say('widget.seen')}`))).toBeVisible()
  await desk.inbox('all')
  await desk.open('still there?')
  await expect(desk.log.getByText('still there?')).toHaveCount(1)
})

test('the home finds answers before anybody is asked', async ({ world }) => {
  const desk = await world.desk('admin')
  const mine = await widget(world, desk, `Home ${Date.now()}`)
  const { version, settings } = await desk.api<Channel>('GET', `/channels/${mine.channel.id}`)
  await desk.api('PATCH', `/channels/${mine.channel.id}`, { version, settings: { ...settings, home: true } })
  const shop = await mine.shop()
  await shop.open()
  await expect(shop.panel.getByText(shop.say('widget.hot'))).toBeVisible()
  const first = shop.panel.locator('.faq li button').first()
  const question = (await first.textContent()) ?? ''
  await shop.panel.getByRole('searchbox', { name: shop.say('widget.findAnswer') }).fill(question.slice(0, 12))
  await shop.panel.locator('.faq').getByRole('button', { name: question }).first().click()
  await expect(shop.panel.getByRole('heading', { name: question })).toBeVisible()
  await expect(shop.panel.locator('.faq .answer')).not.toBeEmpty()
  await shop.panel.getByRole('button', { name: shop.say('widget.helps'), exact: true }).click()
  await expect(shop.panel.getByText(shop.say('widget.voted'))).toBeVisible()
  await shop.write(world.lang === 'en' ? 'One more question' : '还有一个问题')
  await expect(shop.panel.locator('.faq')).toBeHidden()
})

test('outside business hours the form asks what the administrator wants to know', async ({ world }) => {
  const desk = await world.desk('admin')
  const mine = await widget(world, desk, `Leave ${Date.now()}`)
  const calendar = await desk.api<{ id: string }>('POST', '/calendars', { name: `Never ${Date.now()}`, timezone: 'UTC', hours: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, []])) })
  const { version, settings } = await desk.api<Channel>('GET', `/channels/${mine.channel.id}`)
  const both = (en: string, zh: string) => ({ label: { en, zh } })
  const options = [{ id: 'bill', ...both('Invoice', '发票') }, { id: 'way', ...both('Delivery', '物流') }, { id: 'back', ...both('Return', '退货') }]
  const leave = [
    { id: 'order', ...both('Order number', '订单号'), long: false, required: true },
    { id: 'topic', ...both('Topic', '主题'), kind: 'one', long: false, required: true, options },
    { id: 'more', ...both('Also about', '还涉及'), kind: 'several', long: false, required: false, options },
    { id: 'call', ...both('Call me back', '请回电'), kind: 'tick', long: false, required: true },
  ]
  await desk.api('PATCH', `/channels/${mine.channel.id}`, { version, settings: { ...settings, calendarId: calendar.id, leave } })
  const shop = await mine.shop()
  const { panel, say } = shop
  const at = world.lang === 'en' ? 'en' : 'zh'
  const [label = '', topic = '', more = '', call = ''] = leave.map((each) => each.label[at])
  const [bill = '', way = '', back = ''] = options.map((each) => each.label[at])
  await shop.launcher.click()
  await panel.getByRole('textbox', { name: say('widget.email') }).fill('emma@example.com')
  await panel.getByRole('textbox', { name: say('widget.message') }).fill('Please call me')
  await panel.getByRole('button', { name: say('widget.leaveSend') }).click()
  await expect(panel.getByText(say('widget.needed'))).toHaveCount(3)
  await panel.getByRole('textbox', { name: label }).fill('A-7781')
  await panel.getByRole('combobox', { name: topic }).selectOption({ label: way })
  await panel.getByRole('group', { name: more }).getByRole('checkbox', { name: back }).check()
  await panel.getByRole('group', { name: more }).getByRole('checkbox', { name: bill }).check()
  await panel.getByRole('group', { name: call }).getByRole('checkbox').check()
  await panel.getByRole('button', { name: say('widget.leaveSend') }).click()
  await expect(panel.getByText(new RegExp(`${label}[：:] ?A-7781`))).toBeVisible()
  await expect(panel.getByText(new RegExp(`${topic}[：:] ?${way}\\s+${more}[：:] ?${bill}(, |、)${back}\\s+${call}`))).toBeVisible()

  await test.step('questions with options are defined on screen, beside a picture of the form', async () => {
    const { page } = desk
    await page.goto(`/settings/channels/${mine.channel.id}/behaviour`)
    await page.getByRole('button', { name: desk.say('channels.leave.add') }).click()
    const question = page.getByRole('group', { name: desk.say('channels.leave.field', { place: 5 }), exact: true })
    await question.getByRole('textbox', { name: desk.say('channels.leave.zh', { place: 5 }) }).fill('门店')
    await question.getByRole('textbox', { name: desk.say('channels.leave.en', { place: 5 }) }).fill('Shop')
    await question.getByRole('combobox', { name: desk.say('channels.leave.kind') }).click()
    await page.getByRole('option', { name: desk.say('channels.leave.kind.several') }).click()
    for (const [place, zh, en] of [[1, '上海', 'Shanghai'], [2, '杭州', 'Hangzhou']] as const) {
      await question.getByRole('textbox', { name: desk.say('channels.leave.optionZh', { place }) }).fill(zh)
      await question.getByRole('textbox', { name: desk.say('channels.leave.optionEn', { place }) }).fill(en)
    }
    await expect(page.locator('.fd .choice').getByText(/Shanghai|上海/)).toBeVisible()
    await page.getByRole('button', { name: desk.say('common.save'), exact: true }).click()
    await expect.poll(async () => (await desk.api<{ settings: { leave: { kind?: string }[] } }>('GET', `/channels/${mine.channel.id}`)).settings.leave[4]?.kind).toBe('several')
  })
})
