import { expectAccessible } from './support/axe'
import type { Desk } from './support/desk'
import { Shop } from './support/shop'
import { expect, test, type World } from './support/test'

type Plan = { queues: object[]; rules: object[]; [field: string]: unknown }
type Draft = { plan: Plan; base: number; version: number }
type Channel = { id: string; widgetKey: string; version: number; settings: { appearance: object } & Record<string, unknown> }

/** A channel that shows the place in the queue. */
async function channel(desk: Desk, name: string): Promise<Channel> {
  const made = await desk.api<Channel>('POST', '/channels', { name })
  return desk.api<Channel>('PATCH', `/channels/${made.id}`, { version: made.version, settings: { ...made.settings, queue: true } })
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

/** The words of the card for one choice. */
const choice = (shop: Shop, name: 'widget.choiceCall' | 'widget.choiceFaq' | 'widget.choiceMessage') => shop.panel.getByRole('region', { name: shop.say(name) })
const open = (shop: Shop, name: Parameters<typeof choice>[1]) => choice(shop, name).getByRole('button', { name: shop.say(name) }).click()

test('who waits asks to be called, finds the answer or leaves a message; the agent calls, and the others move up', async ({ world }) => {
  test.setTimeout(240_000)
  const admin = await world.desk('admin', { lang: 'en' })
  const noah = await world.desk('noah', { lang: 'en' })
  const stamp = String(Date.now())
  const queue = `que_${stamp.padStart(26, '0')}`
  const before = (await admin.api<Draft>('GET', '/routing/draft')).plan
  const shown = await channel(admin, `Calls ${stamp}`)
  async function publish(plan: Plan) {
    const { base, version } = await admin.api<Draft>('GET', '/routing/draft')
    const draft = await admin.api<Draft>('PUT', '/routing/draft', { plan, base, version })
    await admin.api('POST', '/routing/publish', { version: draft.version })
  }
  /** Room for so many more chats than they have; 0 for as many as there are. */
  async function room(more: number) {
    const { holds } = await noah.api<{ holds: { chat?: number } }>('GET', '/routing/me')
    const chat = more ? (holds.chat ?? 0) + more : 0
    const { items } = await admin.api<{ items: { userId: string; version: number }[] }>('GET', '/routing/desks?limit=200')
    await admin.api('PUT', `/routing/desks/${noah.me.id}`, { skills: {}, capacity: 1000, limits: chat ? { chat } : {}, version: items.find((one) => one.userId === noah.me.id)?.version ?? 0 })
  }
  const waits = async (text: string, options: Parameters<World['shop']>[0] = {}) => {
    const shop = await site(world, shown, options)
    await shop.open()
    await shop.write(`${text} ${stamp}`)
    return shop
  }
  await publish({
    ...before,
    queues: [
      ...before.queues,
      {
        id: queue, name: `Calls ${stamp}`, people: [noah.me.id], strategy: 'longest_idle', closed: 'wait', wrapUp: 0, sticky: { on: false, wait: 0 }, target: { seconds: 30, share: 0.8 }, full: 0, keep: 600, alert: {},
        offer: { mode: 'push', seconds: 120, onTimeout: 'next' }, steps: [{ after: 1, do: 'callback' }, { after: 2, do: 'faq' }, { after: 3, do: 'message' }],
      },
    ],
    rules: [{ id: `rul_${stamp.padStart(26, '0')}`, name: 'Calls', on: true, when: `channel.id == "${shown.id}"`, queue, stop: true }, ...before.rules],
  })
  try {
    await noah.inbox('all')
    await noah.api('PUT', '/presence/me', { state: 'busy' })
    const caller = await waits('first')
    const second = await waits('second', { lang: 'en' })
    const third = await waits('third', { lang: 'en' })

    await test.step('everybody sees their place', async () => {
      await expect(second.panel.getByText(second.say('widget.queue', { position: '2' }))).toBeVisible({ timeout: 30_000 })
      await expect(third.panel.getByText(third.say('widget.queue', { position: '3' }))).toBeVisible({ timeout: 30_000 })
    })

    await test.step('the second leaves the queue, and stands where they stood when they write again', async () => {
      const row = noah.list.getByRole('option').filter({ hasText: `second ${stamp}` })
      await expect(row).toBeVisible()
      await second.panel.getByRole('button', { name: second.say('widget.leaveQueue') }).press('Enter')
      const sure = second.panel.getByRole('group', { name: /10 minutes/ })
      await expect(sure).toBeFocused()
      await expectAccessible(second.page, 'leaving the queue')
      await sure.getByRole('button', { name: second.say('widget.leaveQueue') }).press('Enter')
      await expect(second.panel.getByText(second.say('widget.queue_left'))).toBeVisible()
      await expect(second.panel.getByRole('log')).toBeFocused()
      await expect(row).toHaveCount(0)
      await expect(third.panel.getByText(third.say('widget.queue', { position: '2' }))).toBeVisible({ timeout: 30_000 })
      await second.write(`second ${stamp}, again`)
      await expect(second.panel.getByText(second.say('widget.queue', { position: '2' }))).toBeVisible({ timeout: 30_000 })
      await expect(third.panel.getByText(third.say('widget.queue', { position: '3' }))).toBeVisible({ timeout: 30_000 })
    })

    await test.step('the first asks to be called and may leave', async () => {
      await open(caller, 'widget.choiceCall')
      const card = choice(caller, 'widget.choiceCall')
      await card.getByLabel(caller.say('widget.callPhone')).fill('12')
      await card.getByRole('button', { name: caller.say('widget.callSave') }).click()
      await expect(card.getByText(caller.say('widget.phoneWrong'))).toBeVisible()
      await expectAccessible(caller.page, 'the form for a call')
      await card.getByLabel(caller.say('widget.callPhone')).fill('+86 138 0013 8000')
      await card.getByRole('button', { name: caller.say('widget.callSave') }).click()
      await expect(card.getByText('+8613800138000')).toBeVisible()
      await caller.page.reload() // the panel was open and is again
      await expect(card.getByText('+8613800138000')).toBeVisible()
      await caller.page.close()
    })

    await test.step('a leader sees who wants to be called', async () => {
      await admin.inbox('all')
      await admin.list.getByRole('button', { name: admin.say('inbox.list.filter'), exact: true }).click()
      await admin.page.getByRole('menuitemradio', { name: admin.say('views.filter.callback') }).press('Enter')
      await admin.page.keyboard.press('Escape')
      await expect(admin.list.getByRole('option').filter({ hasText: '+8613800138000' })).toBeVisible()
    })

    await test.step('the agent is offered the call with its number, and the others move up when it is taken', async () => {
      await room(1)
      await noah.api('PUT', '/presence/me', { state: 'online' })
      const offer = noah.page.locator('[data-offer]').filter({ hasText: noah.say('calls.offer', { phone: '+8613800138000' }) })
      await expect(offer).toBeVisible({ timeout: 30_000 })
      await offer.getByRole('button', { name: noah.say('work.offer.accept') }).click()
      const bar = noah.thread.getByRole('group', { name: noah.say('calls.bar') })
      await expect(bar.getByRole('link', { name: noah.say('calls.dial', { phone: '+8613800138000' }) })).toHaveAttribute('href', 'tel:+8613800138000')
      await expectAccessible(noah.page, 'a conversation to call back')
      await expect(second.panel.getByText(second.say('widget.queueNext'))).toBeVisible({ timeout: 30_000 })
      await expect(third.panel.getByText(third.say('widget.queue', { position: '2' }))).toBeVisible({ timeout: 30_000 })

      await bar.getByRole('button', { name: noah.say('calls.notReached') }).click()
      await noah.page.getByRole('menuitem', { name: noah.say('calls.againNow') }).click()
      await expect(bar.getByText(/Tried 1 time/)).toBeVisible()
      await bar.getByRole('button', { name: noah.say('calls.reached'), exact: true }).click()
      await expect(bar).toHaveCount(0)
      await expect(noah.log.getByText(/called \+8613800138000 and spoke/)).toBeVisible()
    })

    await test.step('the second leaves a message and need not wait', async () => {
      await open(second, 'widget.choiceMessage')
      const card = choice(second, 'widget.choiceMessage')
      await card.getByLabel(second.say('widget.email')).fill('mei@example.com')
      await card.getByRole('textbox', { name: second.say('widget.message'), exact: true }).fill('Please write to me')
      await card.getByRole('button', { name: second.say('widget.leaveSend') }).click()
      await expect(card.getByText(second.say('widget.leftTold'))).toBeVisible()
      await expect(second.panel.getByText(second.say('widget.queueNext'))).toHaveCount(0)
    })

    await test.step('the third finds the answer without anybody', async () => {
      await open(third, 'widget.choiceFaq')
      const card = choice(third, 'widget.choiceFaq')
      await card.getByRole('listitem').first().getByRole('button').click()
      await card.getByRole('button', { name: third.say('widget.solvedAlone') }).click()
      await expect(third.panel.getByText(third.say('widget.resolved'))).toBeVisible()
      await expect(card).toHaveCount(0)
    })
  } finally {
    await noah.api('PUT', '/presence/me', { state: 'online' })
    await room(0)
    await publish(before)
  }
})
