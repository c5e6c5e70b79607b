import { expect, test } from './support/test'
import type { Desk } from './support/desk'
import type { Shop } from './support/shop'

type Queue = { id: string; name: string; [field: string]: unknown }
type Plan = { queues: Queue[]; rules: object[]; [field: string]: unknown }
type Draft = { plan: Plan; base: number; version: number }

const card = (desk: Desk, text: string) => desk.page.locator('[data-offer]').filter({ hasText: text })

test('an offer rings, is declined, runs out, is accepted; then wrap-up, the next one, another queue, and why', async ({ world }) => {
  test.setTimeout(240_000)
  const admin = await world.desk('admin', { lang: 'en' })
  const [linwei, noah] = [await world.desk('linwei'), await world.desk('noah', { lang: 'en' })]
  const agents = [linwei, noah]
  const stamp = String(Date.now())
  const id = (n: number) => `que_${(stamp + String(n)).padStart(26, '0')}`
  const before = (await admin.api<Draft>('GET', '/routing/draft')).plan

  /** A queue that pushes and one to take from, for the chats of this journey alone. */
  async function publish(plan: Plan) {
    const { base, version } = await admin.api<Draft>('GET', '/routing/draft')
    const draft = await admin.api<Draft>('PUT', '/routing/draft', { plan, base, version })
    await admin.api('POST', '/routing/publish', { version: draft.version })
  }
  const planned = (seconds: number): Plan => {
    const people = agents.map((agent) => agent.me.id)
    const queue = { people, strategy: 'longest_idle', closed: 'wait', wrapUp: 600, sticky: { on: false, wait: 0 }, target: { seconds: 30, share: 0.8 }, full: 0, keep: 0, alert: {} }
    return {
      ...before,
      queues: [
        ...before.queues,
        { ...queue, id: id(1), name: `Desk ${stamp}`, offer: { mode: 'push', seconds, onTimeout: 'next' } },
        { ...queue, id: id(2), name: `Pool ${stamp}`, offer: { mode: 'pull', seconds: 20, onTimeout: 'next' }, alert: { longest: 1 } },
      ],
      rules: [
        { id: `rul_${stamp.padStart(26, '0')}`, name: 'Urgent words', on: true, when: `conversation.text contains "push ${stamp}"`, queue: id(1), headStart: 300, stop: true },
        { id: `rul_${(stamp + '1').padStart(26, '0')}`, name: 'Pool', on: true, when: `conversation.text contains "pull ${stamp}"`, queue: id(2), stop: true },
        ...before.rules,
      ],
    }
  }
  async function asks(text: string): Promise<Shop> {
    const shop = await world.shop()
    await shop.open()
    await shop.write(text)
    return shop
  }
  /** Who of the two is asked now. */
  async function asked(text: string, among: readonly Desk[] = agents): Promise<Desk> {
    let found: Desk | undefined
    await expect
      .poll(
        async () => {
          for (const desk of among) if (await card(desk, text).getByRole('timer').count()) found = desk
          return !!found
        },
        { timeout: 30_000 },
      )
      .toBe(true)
    if (!found) throw new Error('nobody')
    return found
  }
  const otherOf = (desk: Desk) => (desk === linwei ? noah : linwei)

  /** The notice of a queue in the open list of the administrator. */
  function told(queue: string, what: 'passed' | 'gone') {
    return admin.page.getByRole('dialog').getByRole('button').filter({ hasText: queue }).filter({ hasText: admin.say(`supervise.news.${what}`) })
  }
  const openNotices = () => admin.page.getByRole('button', { name: new RegExp(`^${admin.say('notices.open')}`) }).click()

  await publish(planned(120))
  try {
    for (const agent of agents) {
      await admin.api('PUT', `/routing/desks/${agent.me.id}`, { skills: {}, capacity: 1000, limits: {}, version: (await admin.api<{ items: { userId: string; version: number }[] }>('GET', '/routing/desks?limit=200')).items.find((one) => one.userId === agent.me.id)?.version ?? 0 })
      await agent.inbox('mine')
      await agent.api('PUT', '/presence/me', { state: 'online' })
    }

    const first = `push ${stamp} alpha`
    await asks(first)
    let desk = await asked(first)

    await test.step('the card says why, and leaves the cursor where it is', async () => {
      await expect(card(desk, first)).toContainText(`Desk ${stamp}`)
      await expect(card(desk, first)).toContainText(/5/)
      await expect(desk.page.locator('body')).toBeFocused()
    })

    await test.step('after a reload it is still there', async () => {
      await desk.page.reload()
      await expect(card(desk, first).getByRole('timer')).toBeVisible()
    })

    await test.step('declined by key, it goes to the other', async () => {
      await desk.page.keyboard.press('Alt+Delete')
      await expect(card(desk, first)).toHaveCount(0)
      desk = await asked(first, [otherOf(desk)])
    })

    await test.step('accepted by key while something is being written elsewhere', async () => {
      await desk.inbox('all')
      await desk.list.getByRole('option').filter({ hasNotText: stamp }).first().click()
      await expect(desk.field).toBeVisible()
      await desk.field.fill('half a sentence')
      const kept = desk.current()
      await expect(card(desk, first).getByRole('timer')).toBeVisible()
      await desk.page.keyboard.press('Alt+Enter')
      await expect(desk.log.getByText(first, { exact: true })).toBeVisible()
      await expect(desk.field).toBeFocused()
      await expect(desk.field).toHaveValue('')
      await desk.page.goto(`/inbox/all/${kept}`)
      await expect(desk.field).toHaveValue('half a sentence')
      await desk.blank()
    })

    await test.step('ended, it is wrapped up, and that can be cut short', async () => {
      await desk.inbox('mine')
      await desk.open(first)
      await desk.api('POST', `/conversations/${desk.current()}/resolve`, {})
      const wrapUp = desk.page.getByRole('region', { name: desk.say('work.wrapup.region') })
      await expect(wrapUp.getByRole('timer')).toBeVisible({ timeout: 20_000 })
      await wrapUp.getByRole('button').click()
      await expect(wrapUp).toHaveCount(0)
    })

    await test.step('not answered in time, it says so and goes on', async () => {
      await publish(planned(5))
      const second = `push ${stamp} beta`
      await asks(second)
      const silent = await asked(second)
      await publish(planned(120)) // the next one has time
      await expect(silent.page.locator('[data-offer]').filter({ hasText: silent.say('work.offer.ended.timeout') })).toBeVisible({ timeout: 20_000 })
      const next = await asked(second, [otherOf(silent)])
      await card(next, second).getByRole('button', { name: next.say('work.offer.accept') }).click()
      await expect(next.field).toBeFocused()
      await expect(next.log.getByText(second, { exact: true })).toBeVisible()

      await admin.inbox('all', next.current())
      await admin.thread.getByRole('button', { name: admin.say('inbox.thread.more') }).click()
      await admin.page.getByRole('menuitem', { name: admin.say('work.explain.open') }).click()
      const sheet = admin.page.getByRole('dialog')
      await expect(sheet.getByText(admin.say('work.explain.outcome.accepted'))).toBeVisible()
      await expect(sheet.getByText(admin.say('work.explain.outcome.timeout')).first()).toBeVisible()
      await expect(sheet).toContainText('Urgent words')
      await expect(sheet).toContainText(next.me.name)
      await admin.page.keyboard.press('Escape')
      desk = next
    })

    await test.step('handed to a queue from which people take: the chip says where it waits, and the next one is taken', async () => {
      const id = desk.current()
      await desk.thread.getByRole('button', { name: desk.say('inbox.do.assign'), exact: true }).click()
      await desk.page.getByRole('option', { name: `Pool ${stamp}` }).click()
      await desk.page.getByRole('dialog').getByRole('textbox').fill('Please check the invoice')
      await desk.page.getByRole('button', { name: desk.say('work.transfer.do'), exact: true }).click()
      await admin.inbox('all', id)
      await expect(admin.thread.locator('[data-queue]')).toContainText(`Pool ${stamp}`)
      await expect(admin.log.getByText('Please check the invoice')).toBeVisible()
      await expect(admin.log.getByText(admin.say('acts.queue.transferred', { by: desk.me.name, from: `Desk ${stamp}`, to: `Pool ${stamp}` }))).toBeVisible()

      // Another centre takes it, and gives it back.
      const centre = `Night centre ${stamp}`
      const hook = await admin.api<{ id: string }>('POST', '/webhooks', { url: 'https://night.example.com/hook', description: centre, events: ['webhook.test'] })
      try {
        await admin.page.reload()
        await admin.thread.getByRole('button', { name: admin.say('inbox.do.assign'), exact: true }).click()
        await admin.page.getByRole('option', { name: centre }).click()
        await admin.page.getByRole('button', { name: admin.say('work.transfer.do'), exact: true }).click()
        await expect(admin.thread.locator('[data-outside]')).toContainText(centre)
        await expect(admin.log.getByText(admin.say('acts.queue.handed_over', { to: centre }))).toBeVisible()
        await admin.api('POST', `/routing/work/${id}/return`)
        await expect(admin.log.getByText(admin.say('acts.queue.came_back', { by: admin.me.name, to: `Pool ${stamp}` }))).toBeVisible()
        await expect(admin.thread.locator('[data-queue]')).toContainText(`Pool ${stamp}`, { timeout: 20_000 })
      } finally {
        await admin.api('DELETE', `/webhooks/${hook.id}`)
      }

      // Who watches over queues sees which threshold is passed, and is told of it.
      await admin.page.goto('/supervisor')
      const tile = admin.page.locator('[data-tiles]').getByRole('listitem').filter({ hasText: `Pool ${stamp}` })
      await expect(tile).toContainText(admin.say('supervise.alarm.over.longest', { limit: '1s' }))
      await openNotices()
      await expect(told(`Pool ${stamp}`, 'passed')).toBeVisible({ timeout: 30_000 })
      await admin.page.keyboard.press('Escape')

      const taker = otherOf(desk)
      await taker.inbox('mine')
      await taker.list.getByRole('button', { name: new RegExp(`^${taker.say('work.next.take')}`) }).click()
      await taker.page.getByRole('menuitem', { name: new RegExp(`Pool ${stamp}`) }).click()
      await expect(taker.page).toHaveURL(new RegExp(id))
      await expect(taker.field).toBeFocused()
    })

    await test.step('when nobody waits, that is said', async () => {
      const taker = otherOf(desk)
      await taker.list.getByRole('button', { name: new RegExp(`^${taker.say('work.next.take')}`) }).click()
      await taker.page.getByRole('menuitem', { name: new RegExp(`Pool ${stamp}`) }).click()
      await expect(taker.page.getByText(taker.say('work.next.nothing'))).toBeVisible()
    })
  } finally {
    await publish(before)
  }

  await test.step('a queue that is deleted with work in it is reported', async () => {
    await openNotices()
    await expect(told(`Pool ${stamp}`, 'gone')).toContainText('1', { timeout: 30_000 })
  })
})
