import { expect, test } from './support/test'
import type { Desk } from './support/desk'

type Row = { id: string; number: number; channelId: string; customerId: string; priority: string; status: string; assigneeId?: string; participantIds?: string[]; tagIds: string[]; lastMessageAt?: string }
const rowsOf = async (desk: Desk, query: string) => (await desk.api<{ items: Row[] }>('GET', `/conversations?limit=50&${query}`)).items

test('a list is narrowed by chips, kept as a view, changed and removed', async ({ world, say }) => {
  const desk = await world.desk('supervisor')
  const { page } = desk
  const [some, other] = await rowsOf(desk, 'view=all')
  await desk.api('PUT', `/conversations/${some!.id}/priority`, { priority: 'urgent' })
  await desk.api('PUT', `/conversations/${other!.id}/priority`, { priority: 'low' })
  await desk.inbox('all')
  const button = desk.list.getByRole('button', { name: say('inbox.list.filter'), exact: true })
  await button.click()
  await page.getByRole('menuitem', { name: say('views.filter.priority') }).press('ArrowRight')
  const urgent = page.getByRole('menuitemradio', { name: say('inbox.priority.urgent') })
  await urgent.press('Enter')
  await expect(urgent).toHaveAttribute('aria-checked', 'true') // the menu stays for a second value
  await page.getByRole('menuitemradio', { name: say('inbox.priority.high') }).press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const chips = desk.list.getByRole('group', { name: say('inbox.list.filter') })
  await expect(chips).toContainText(say('inbox.priority.urgent'))
  await expect(chips).toContainText(say('inbox.priority.high'))
  const wanted = await rowsOf(desk, 'view=all&priority=urgent,high')
  /** The list shows so many, and none that the filter leaves out. */
  const shows = async (count: number, words: string) => {
    await expect(desk.list.locator('header')).toContainText(String(count))
    await expect(desk.list.getByRole('option').filter({ hasNotText: new RegExp(words) })).toHaveCount(0)
    await expect(desk.list.getByRole('option').first()).toBeVisible()
  }
  const both = `${say('inbox.priority.urgent')}|${say('inbox.priority.high')}`
  await shows(wanted.length, both)

  await chips.getByRole('button', { name: say('views.save') }).click()
  const dialog = page.getByRole('dialog', { name: say('views.add') })
  const name = `急件${String(Date.now()).slice(-5)}`
  await dialog.getByRole('textbox', { name: say('views.name') }).fill(name)
  await dialog.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(page).toHaveURL(/\/inbox\/viw_/)
  const pane = page.getByRole('navigation', { name: say('inbox.pane.views') })
  const entry = pane.getByRole('button', { name: new RegExp(`^${name}`) })
  await expect(entry).toHaveAttribute('aria-current', 'page')
  await expect(entry).toContainText(String(wanted.length))
  await page.reload() // the address is enough
  await expect(desk.list.getByRole('heading', { name })).toBeVisible()
  await shows(wanted.length, both)

  await chips.getByRole('button', { name: say('ui.combobox.remove', { name: say('inbox.priority.high') }) }).click()
  await chips.getByRole('button', { name: say('views.keep') }).click()
  await expect(chips.getByRole('button', { name: say('views.keep') })).toBeHidden()
  await shows((await rowsOf(desk, 'view=all&priority=urgent')).length, say('inbox.priority.urgent'))
  await entry.hover()
  await pane.getByRole('button', { name: say('inbox.view.edit', { name }) }).click()
  await page.getByRole('dialog', { name: say('views.edit') }).getByRole('button', { name: say('views.remove') }).click()
  await expect(entry).toBeHidden()
  await expect(page).toHaveURL(/\/inbox\/all/)
})

test('how a customer feels is said beside them, shown where it is bad, and narrowed by', async ({ world, say }) => {
  const desk = await world.desk('supervisor')
  const { page } = desk
  const row = (await rowsOf(desk, 'view=all'))[0] as Row
  await desk.api('PUT', `/conversations/${row.id}/sentiment`, { sentiment: '' })
  await desk.inbox('all', row.id)
  const field = page.getByRole('combobox', { name: say('views.sentiment'), exact: true })
  await field.click()
  await page.getByRole('option', { name: say('views.sentiment.negative') }).click()
  await expect(desk.thread.locator('header').getByText(say('views.sentiment.negative'))).toBeAttached()
  await expect(desk.log.getByText(say('acts.sentiment', { by: desk.me.name, to: say('views.sentiment.negative') })).last()).toBeVisible()
  await desk.list.getByRole('button', { name: say('inbox.list.filter'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('views.sentiment') }).press('ArrowRight')
  await page.getByRole('menuitemradio', { name: say('views.sentiment.negative') }).press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const upset = await rowsOf(desk, 'view=all&sentiment=negative')
  expect(upset.some((one) => one.id === row.id)).toBe(true)
  await expect(desk.list.getByRole('option')).toHaveCount(upset.length)
  await page.goto('/supervisor?what=negative')
  const list = page.getByRole('listbox', { name: say('supervise.conversations') })
  await expect(list.getByRole('option')).toHaveCount(upset.length)
  await expect(list.getByRole('option').first()).toContainText(say('views.sentiment.negative'))
})

type Plan = { queues: { id: string; name: string }[]; rules: object[] }

test('a queue that one serves stands in the pane: who waits in the order of service, and the next is taken', async ({ world, say }) => {
  const admin = await world.desk('admin')
  const desk = await world.desk('linwei')
  const { page } = desk
  const stamp = String(Date.now())
  const queue = { id: `que_${stamp.padStart(26, '0')}`, name: `专席${stamp.slice(-5)}` }
  type Draft = { plan: Plan; base: number; version: number }
  const publish = async (change: (plan: Plan) => Plan) => {
    const { plan, base, version } = await admin.api<Draft>('GET', '/routing/draft')
    const draft = await admin.api<Draft>('PUT', '/routing/draft', { plan: change(plan), base, version })
    await admin.api('POST', '/routing/publish', { version: draft.version })
  }
  await publish((plan) => ({
    ...plan,
    queues: [...plan.queues, { ...queue, people: [desk.me.id], strategy: 'longest_idle', closed: 'wait', wrapUp: 0, sticky: { on: false, wait: 0 }, target: { seconds: 30, share: 0.8 }, full: 0, keep: 0, alert: {}, offer: { mode: 'pull', seconds: 20, onTimeout: 'next' } }],
    rules: [
      { id: `rul_${stamp.padStart(26, '0')}`, name: '急', on: true, when: `conversation.text contains "急 ${stamp}"`, queue: queue.id, headStart: 3600, stop: true },
      { id: `rul_${`${stamp}1`.padStart(26, '0')}`, name: '专席', on: true, when: `conversation.text contains "${stamp}"`, queue: queue.id, stop: true },
      ...plan.rules,
    ],
  }))
  try {
    await desk.inbox('all')
    const words = ['一', '二', '急'].map((word) => `${word} ${stamp}`)
    for (const text of words) {
      const shop = await world.shop()
      await shop.open()
      await shop.write(text)
    }
    await desk.api('PUT', '/presence/me', { state: 'online' })
    const there = (await admin.api<{ items: { userId: string; version: number }[] }>('GET', '/routing/desks?limit=200')).items.find((one) => one.userId === desk.me.id)
    await admin.api('PUT', `/routing/desks/${desk.me.id}`, { skills: {}, capacity: 1000, limits: {}, version: there?.version ?? 0 }) // room for what the demo gave them, and more
    await expect.poll(async () => (await rowsOf(desk, `view=all&sort=served&queue=${queue.id}`)).length).toBe(3)
    await page.reload()
    const entry = page.getByRole('navigation', { name: say('inbox.pane.views') }).getByRole('button', { name: new RegExp(queue.name) })
    await expect(entry).toContainText('3')
    await entry.click()
    await expect(page).toHaveURL(new RegExp(`/inbox/${queue.id}`))
    const options = desk.list.getByRole('option')
    await expect(options).toHaveCount(3)
    // Who is urgent is served first, then who came first.
    for (const [at, text] of [words[2], words[0], words[1]].entries()) await expect(options.nth(at)).toContainText(text as string)
    await expect(options.first()).toContainText(queue.name)
    await desk.list.getByRole('button', { name: say('work.next.waiting', { count: 3 }) }).click()
    await expect(desk.log.getByText(words[2] as string, { exact: true })).toBeVisible()
    await desk.inbox(queue.id)
    await expect(options).toHaveCount(2)
    await expect(options.first()).toContainText(words[0] as string)

    // Somebody moves the next one away: it leaves by itself.
    const moved = (await rowsOf(desk, `view=all&sort=served&queue=${queue.id}`))[0] as Row
    const other = (await admin.api<Draft>('GET', '/routing/draft')).plan.queues.find((one) => one.id !== queue.id)
    await admin.api('PUT', `/routing/work/${moved.id}/queue`, { queueId: other?.id })
    await expect(options).toHaveCount(1)

    // The same queue as a filter has the one that was taken, too.
    await desk.inbox('all')
    await desk.list.getByRole('button', { name: say('inbox.list.filter'), exact: true }).click()
    await page.getByRole('menuitem', { name: say('views.filter.queue') }).press('ArrowRight')
    await page.getByRole('menuitemradio', { name: queue.name }).press('Enter')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(options).toHaveCount(2)
    await expect(options.filter({ hasText: words[2] as string })).toHaveCount(1)
  } finally {
    await publish((plan) => ({ ...plan, queues: plan.queues.filter((one) => one.id !== queue.id), rules: plan.rules.filter((one) => !JSON.stringify(one).includes(queue.id)) }))
  }
})

test('a batch is changed at once and taken back by one undo', async ({ world, say }) => {
  const desk = await world.desk('supervisor')
  const { page } = desk
  await desk.inbox('all')
  const options = desk.list.getByRole('option')
  await options.nth(0).click({ modifiers: ['Control'] })
  await options.nth(2).click({ modifiers: ['Shift'] })
  const bar = desk.list.getByRole('toolbar', { name: say('inbox.list.selected', { count: 3 }) })
  await expect(bar).toBeVisible()
  const before = await rowsOf(desk, 'view=all')
  await bar.getByRole('button', { name: say('inbox.do.priority') }).click()
  await page.getByRole('option', { name: say('inbox.priority.low') }).click()
  await expect(page.getByText(say('inbox.done.many', { count: 3 }))).toBeVisible()
  const changed = (await rowsOf(desk, 'view=all')).filter((row) => row.priority === 'low' && before.find((old) => old.id === row.id)?.priority !== 'low')
  expect(changed.length).toBeGreaterThan(0)
  await page.getByRole('button', { name: say('common.undo') }).click()
  await expect(page.getByText(say('inbox.done.undone', { count: changed.length }))).toBeVisible()
  const after = await rowsOf(desk, 'view=all')
  for (const row of before) expect(after.find((now) => now.id === row.id)?.priority).toBe(row.priority)
})

test('a colleague is invited into a conversation and told; following stands in its list', async ({ world, say }) => {
  const desk = await world.desk('supervisor')
  const guest = await world.desk('noah')
  world.watch.allow(/404 .*\/conversations\/cnv_/) // who has left asks for it once more
  const { page } = desk
  const hidden = (await rowsOf(desk, 'view=all')).find((row) => row.assigneeId !== guest.me.id && !row.participantIds?.includes(guest.me.id)) as Row
  const before = (await rowsOf(guest, 'view=following')).length
  await guest.inbox('following')
  await expect(guest.list.getByRole('option')).toHaveCount(before)
  await desk.inbox('all', hidden.id)
  await expect(desk.field).toBeVisible()
  await page.getByRole('heading', { level: 2, name: /./ }).last().focus()
  await page.keyboard.press('Shift+W')
  await page.getByPlaceholder(say('views.people.find')).fill('Noah')
  await page.getByRole('option', { name: /Noah/ }).click()
  await expect(page.getByText(say('inbox.done.invited', { name: guest.me.name }))).toBeVisible()
  await expect(guest.list.getByRole('option')).toHaveCount(before + 1)
  await expect.poll(async () => (await guest.api<{ items: { kind: string; conversationId: string }[] }>('GET', '/notices')).items.some((one) => one.kind === 'invited' && one.conversationId === hidden.id)).toBe(true)
  await guest.inbox('following', hidden.id)
  await expect(guest.field).toBeVisible()
  await guest.page.getByRole('heading', { level: 2, name: /./ }).last().focus()
  await guest.page.keyboard.press('w')
  await expect(guest.page.getByText(say('inbox.done.unfollowed'))).toBeVisible()
  await expect(guest.list.getByRole('option')).toHaveCount(before)
})

test('two conversations of a customer become one and two again', async ({ world, say }) => {
  const desk = await world.desk('supervisor')
  const { page } = desk
  const first = (await rowsOf(desk, 'view=all'))[0] as Row
  await desk.api('POST', `/conversations/${first.id}/resolve`, {}).catch(() => undefined)
  const mark = String(Date.now()).slice(-6)
  const second = (await desk.api<{ conversation: Row }>('POST', '/conversations', { customerId: first.customerId, channelId: first.channelId, clientId: `s${mark}`, body: `另一件事 ${mark}` })).conversation
  expect(second.id).not.toBe(first.id)
  await desk.api('POST', `/conversations/${first.id}/reopen`)
  await desk.inbox('all', second.id)
  await expect(desk.log.getByText(`另一件事 ${mark}`)).toBeVisible()
  await desk.thread.getByRole('button', { name: say('inbox.thread.more') }).click()
  await page.getByRole('menuitem', { name: say('inbox.do.merge') }).click()
  const dialog = page.getByRole('dialog', { name: say('views.merge.title', { number: String(second.number) }) })
  await dialog.getByRole('radio', { name: new RegExp(`#${first.number} `) }).check()
  await dialog.getByRole('button', { name: say('views.merge.go'), exact: true }).click()
  await expect(page).toHaveURL(new RegExp(first.id)) // it is read where it goes on
  const part = desk.log.getByRole('region', { name: say('views.merge.part', { number: String(second.number) }) })
  await expect(part).toContainText(`另一件事 ${mark}`)
  expect((await rowsOf(desk, 'view=all')).some((row) => row.id === second.id)).toBe(false)
  await part.getByRole('button', { name: say('views.merge.takeOut') }).click()
  await expect(part).toBeHidden()
  await expect.poll(async () => (await rowsOf(desk, 'view=all')).some((row) => row.id === second.id)).toBe(true)

  // Brought together in the list, and apart again.
  await desk.list.getByRole('button', { name: say('inbox.list.sort') }).click()
  await page.getByRole('menuitemradio', { name: say('inbox.list.byCustomer') }).click()
  const numbers = async () => (await desk.list.getByRole('option').allTextContents()).map((text) => text.includes(`另一件事 ${mark}`))
  await expect.poll(async () => (await numbers()).indexOf(true)).toBeGreaterThanOrEqual(0)
})

test('messages are split off, answered where they went, and put back', async ({ world, say }) => {
  const desk = await world.desk('supervisor')
  const { page } = desk
  const mark = String(Date.now()).slice(-6)
  const shop = await world.shop()
  await shop.open()
  await shop.write(`包裹到哪了 ${mark}`)
  await desk.inbox('all')
  await desk.open(`包裹到哪了 ${mark}`)
  await desk.reply(`在路上 ${mark}`)
  await expect(shop.log.getByText(`在路上 ${mark}`)).toBeVisible()
  await shop.write(`发票抬头错了 ${mark}`)
  const origin = desk.current()
  const asked = desk.log.getByText(`发票抬头错了 ${mark}`)
  await asked.hover()
  await desk.thread.getByRole('toolbar', { name: say('thread.actions') }).getByRole('button', { name: say('views.split.here') }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox')).toHaveCount(1)
  await expect(dialog.getByRole('checkbox')).toBeChecked()
  await dialog.getByRole('textbox').fill(`发票 ${mark}`)
  await dialog.getByRole('textbox').press('Enter')
  await expect(dialog).toBeHidden()
  await expect(asked).toHaveCount(0)
  await desk.log.getByRole('link', { name: say('views.split.open') }).click()
  await expect(desk.thread.getByRole('heading', { level: 2, name: `发票 ${mark}` })).toBeVisible()
  const { number } = await desk.api<Row>('GET', `/conversations/${origin}`)
  const part = desk.log.getByRole('region', { name: say('views.split.part', { number: String(number) }) })
  await expect(part).toContainText(`发票抬头错了 ${mark}`)
  await desk.reply(`已更正 ${mark}`)

  // The visitor reads on where they were: nothing is gone and nothing is there twice.
  const said = async () => (await shop.said()).filter((text) => text.includes(mark))
  expect((await said()).map((text) => text.replace(/\s.*/s, ''))).toEqual(['包裹到哪了', '在路上', '发票抬头错了'])

  const made = await desk.api<Row>('GET', `/conversations/${desk.current()}`)
  await part.getByRole('button', { name: say('views.split.back') }).click()
  await expect(page).toHaveURL(new RegExp(origin))
  await expect(asked).toBeVisible()
  await expect(desk.log.getByRole('region', { name: say('views.merge.part', { number: String(made.number) }) })).toContainText(`已更正 ${mark}`)
})
