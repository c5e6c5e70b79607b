import { expect, test } from './support/test'
import type { Desk } from './support/desk'
import type { World } from './support/test'

type Row = { id: string; customerName: string }
type Channel = { id: string; version: number; settings: Record<string, unknown> }

const USUAL = { warnAfter: 60, alertAfter: 120, remindAfter: 0, closeAfter: 0 }

/** Limits of all channels, as the settings screen would set them. */
async function limit(world: World, attention: object): Promise<void> {
  const admin = await world.desk('admin')
  const { items } = await admin.api<{ items: Channel[] }>('GET', '/channels')
  for (const { id, version, settings } of items) await admin.api('PATCH', `/channels/${id}`, { version, settings: { ...settings, attention: { ...(settings.attention as object), ...attention } } })
  await admin.page.context().close()
}

/** The journeys after these are reminded and closed by nobody. */
test.afterEach(({ world }) => limit(world, USUAL))

/** So many conversations of the agent's own, all answered and nothing else. */
async function own(desk: Desk, count: number): Promise<Row[]> {
  for (;;) {
    const { items } = await desk.api<{ items: Row[] }>('GET', '/conversations?view=mine&limit=200')
    if (items.length === 0) break
    for (const { id } of items) await desk.api('POST', `/conversations/${id}/assign`, { assigneeId: '' })
  }
  // Who waits longest comes first.
  const { items } = await desk.api<{ items: Row[] }>('GET', '/conversations?view=unassigned&sort=attention&limit=200')
  const taken = items.slice(0, count)
  expect(taken.length).toBe(count)
  for (const { id } of taken) await desk.api('POST', `/conversations/${id}/assign`, { assigneeId: desk.me.id })
  return taken
}

test('ten chats at once: sections, digits, drafts, places, pins', async ({ world, say }) => {
  const desk = await world.desk('linwei')
  const rows = await own(desk, 10)
  const [waiting, ...answered] = rows
  for (const [i, { id }] of answered.entries()) await desk.api('POST', `/conversations/${id}/messages`, { clientId: `a${i}`, body: `Answer ${i}` })
  await desk.inbox('mine')
  const heading = (part: string) => desk.list.locator(`[data-section="${part}"]`)
  await expect(heading('active')).toContainText('9')
  await expect(heading('waiting')).toContainText('1')
  await expect(desk.list.getByRole('option').first()).toContainText(waiting!.customerName)

  // A digit opens, the draft and where one was stay with their conversation.
  await desk.page.keyboard.press('Alt+Digit2')
  await expect(desk.field).toBeFocused()
  const second = desk.current()
  await desk.field.fill('half a sentence')
  await desk.page.keyboard.press('Alt+Digit3')
  await expect.poll(() => desk.current()).not.toBe(second)
  await expect(desk.field).toHaveValue('')
  const third = desk.current()
  await desk.field.fill('another one')
  await desk.field.evaluate((node: HTMLTextAreaElement) => node.setSelectionRange(2, 5))
  await desk.page.keyboard.press('Alt+Digit2')
  await expect(desk.field).toHaveValue('half a sentence')
  await desk.page.keyboard.press('Alt+Digit3')
  await expect(desk.field).toHaveValue('another one')
  await expect.poll(() => desk.field.evaluate((node: HTMLTextAreaElement) => [node.selectionStart, node.selectionEnd])).toEqual([2, 5])
  await desk.field.fill('')
  // Sending leaves the hands where they are.
  await desk.reply('Done with this one')
  await expect(desk.field).toBeFocused()
  expect(desk.current()).toBe(third)

  // Pinned ones stand on top, also after a reload.
  await desk.field.blur()
  await desk.page.keyboard.press('Shift+P')
  await expect(heading('pinned')).toContainText('1')
  await expect(desk.page.getByText(say('inbox.done.pinned')).first()).toBeVisible()
  await desk.page.reload()
  await expect(heading('pinned')).toContainText(say('inbox.section.pinned'))
  await desk.page.keyboard.press('Alt+Digit1')
  await expect.poll(() => desk.current()).toBe(third)
  // Who waits longest is one key away.
  await desk.page.keyboard.press('Alt+Digit0')
  await expect.poll(() => desk.current()).toBe(waiting!.id)
})

test('switching by digit is painted at once', async ({ world }) => {
  const desk = await world.desk('linwei')
  await own(desk, 10)
  await desk.inbox('mine')
  // Threads are read ahead.
  const read = () => desk.page.evaluate(() => new Set(performance.getEntriesByType('resource').map(({ name }) => /conversations\/([^/]+)\/entries/.exec(name)?.[1]).filter(Boolean)).size)
  await expect.poll(read, { timeout: 15_000 }).toBeGreaterThanOrEqual(9)
  const times: number[] = []
  for (const digit of [1, 2, 3, 4, 5, 2, 4, 1]) {
    times.push(
      await desk.page.evaluate(async (key) => {
        const before = location.pathname
        const start = performance.now()
        document.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Digit${key}`, altKey: true, bubbles: true, cancelable: true }))
        while (location.pathname === before && performance.now() - start < 2_000) await new Promise((done) => setTimeout(done))
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
        return performance.now() - start
      }, String(digit)),
    )
  }
  console.log(`switch to painted: ${times.map((ms) => ms.toFixed(0)).join(' ')} ms`)
})

test('a customer who waits is shown amber, then red, in words too', async ({ world, say }) => {
  await limit(world, { warnAfter: 1, alertAfter: 3_600 })
  const desk = await world.desk('linwei')
  await own(desk, 1)
  await desk.inbox('mine')
  const shop = await world.shop()
  await shop.open()
  await shop.write('Is anybody there?')
  const { items } = await desk.api<{ items: Row[] }>('GET', '/conversations?view=unassigned&limit=5')
  const mine = items[0]!
  await desk.api('POST', `/conversations/${mine.id}/assign`, { assigneeId: desk.me.id })
  const row = desk.list.getByRole('option').filter({ hasText: 'Is anybody there?' })
  await expect(row).toContainText(say('inbox.wait.warn', { time: '' }).trim())
  await limit(world, { alertAfter: 2 })
  await desk.page.reload()
  await expect(row).toContainText(say('inbox.wait.alert', { time: '' }).trim())
  await row.click()
  await desk.reply('Yes, I am')
  await expect(desk.row('Yes, I am')).not.toContainText(say('inbox.wait.alert', { time: '' }).trim())
})

test('the limits of a channel: agents and supervisors are told', async ({ world, say }) => {
  world.watch.allow(/status of 422/) // the limits in the wrong order
  await limit(world, { warnAfter: 2, alertAfter: 5 }) // so that the screen asks for seconds
  const admin = await world.desk('admin')
  const { items } = await admin.api<{ items: Channel[] }>('GET', '/channels')
  await admin.page.goto(`/settings/channels/${items[0]!.id}/attention`)
  const field = (name: string) => admin.page.getByRole('textbox', { name, exact: true })
  await field(say('channels.alert')).fill('1')
  await field(say('channels.warn')).fill('3')
  await admin.page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(admin.page.getByText(/告警时间须晚于预警时间|alert must come after/).first()).toBeVisible()
  await field(say('channels.warn')).fill('1')
  await field(say('channels.alert')).fill('3')
  await admin.page.getByRole('switch', { name: say('channels.remind') }).click()
  await admin.page.getByRole('switch', { name: say('channels.close') }).click()
  await admin.page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(admin.page.getByText(say('channels.saved')).first()).toBeVisible()

  const agent = await world.desk('linwei')
  const supervisor = await world.desk('supervisor')
  const shop = await world.shop({ lang: 'en' })
  await shop.open()
  await shop.write('Hello, is there anybody?')
  const found = await agent.api<{ items: Row[] }>('GET', '/conversations?view=all&limit=1')
  const id = found.items[0]!.id
  await agent.api('POST', `/conversations/${id}/assign`, { assigneeId: agent.me.id })
  const kinds = async (desk: Desk) => (await desk.api<{ items: { kind: string; conversationId: string }[] }>('GET', '/notices?limit=50')).items.filter((one) => one.conversationId === id).map((one) => one.kind)
  await expect.poll(() => kinds(supervisor), { timeout: 15_000 }).toContain('overdue')
  await expect.poll(() => kinds(agent)).toContain('overdue')
  await supervisor.page.goto('/inbox/all')
  await supervisor.page.getByRole('button', { name: new RegExp(say('notices.title')) }).first().click()
  await expect(supervisor.page.getByText(say('notices.overdue')).first()).toBeVisible()
})
