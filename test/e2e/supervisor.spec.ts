import { expect, test } from './support/test'

type Row = { id: string; customerName: string; assigneeId?: string; teamId?: string; unread: number; agentSeenSeq: number }

/** One conversation, seen by three: the customer, the agent who answers, and the supervisor whom nobody sees. */
test('watch unseen, whisper, barge in, take over, end; force somebody out', async ({ world, say }) => {
  const question = `Where is my parcel ${Date.now()}?`
  const shop = await world.shop({ lang: 'en' })
  await shop.open()
  await shop.write(question)

  const agent = await world.desk('noah')
  await agent.inbox('all')
  await agent.open(question)
  await agent.reply('I am looking for it.')
  await expect(shop.log.getByText('I am looking for it.')).toBeVisible()
  const id = agent.current()
  const team = (await agent.api<Row>('GET', `/conversations/${id}`)).teamId ?? ''

  const boss = await world.desk('supervisor')
  const page = boss.page
  await page.goto(`/supervisor?what=waiting&agent=${agent.me.id}`)
  const list = page.getByRole('listbox', { name: say('supervise.conversations') })
  await shop.write('Hello?')
  const row = list.getByRole('option').filter({ hasText: 'Hello?' })
  // It comes by itself, below those who wait longer.
  await expect(async () => {
    await list.press('End')
    await expect(row).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(row).toContainText(agent.me.name)

  // Unseen: neither the agent nor the customer learns of it, and nothing is marked as read.
  const before = await boss.api<Row>('GET', `/conversations/${id}`)
  await row.click()
  const watch = page.getByRole('region', { name: say('supervise.watch') })
  await expect(watch.getByText(say('supervise.unseen'))).toBeVisible()
  await expect(watch.getByRole('log').getByText('Hello?')).toBeVisible()
  await shop.write('Is anybody there?')
  await expect(watch.getByRole('log').getByText('Is anybody there?')).toBeVisible() // live
  await expect(agent.log.getByText('Is anybody there?')).toBeVisible()
  await expect(agent.page.getByText(say('inbox.thread.viewers', { names: boss.me.name }))).toHaveCount(0)
  await expect(agent.thread.getByText(boss.me.name)).toHaveCount(0)
  expect((await boss.api<Row>('GET', `/conversations/${id}`)).unread).toBeGreaterThanOrEqual(before.unread)

  // A whisper reaches the agent at once, and the customer never.
  await watch.getByRole('textbox', { name: say('supervise.whisper') }).fill('Offer to send it again.')
  await watch.getByRole('button', { name: say('supervise.whisper.send'), exact: true }).click()
  await expect(agent.log.getByText('Offer to send it again.')).toBeVisible({ timeout: 15_000 })
  await expect(watch.getByText(say('supervise.whisper.only'))).toBeVisible()

  // Stepping in is seen by everybody.
  await watch.getByRole('button', { name: say('supervise.barge'), exact: true }).click()
  await watch.getByRole('textbox', { name: say('supervise.toCustomer') }).fill('I am the supervisor, we send it again.')
  await watch.getByRole('button', { name: say('supervise.send'), exact: true }).click()
  await expect(shop.log.getByText('I am the supervisor, we send it again.')).toBeVisible()
  expect((await shop.said()).join()).not.toContain('Offer to send it again.')
  await watch.getByRole('button', { name: say('supervise.takeOver'), exact: true }).click()
  await expect(agent.log.getByText(say('acts.tookOver', { by: boss.me.name, from: agent.me.name }))).toBeVisible()
  await watch.getByRole('button', { name: say('supervise.end'), exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: say('supervise.end'), exact: true }).click()
  await expect(watch.getByText(say('supervise.isEnded'))).toBeVisible()
  await expect(list.getByRole('option').filter({ hasText: 'we send it again' })).toHaveCount(0)
  await watch.getByRole('button', { name: say('common.close'), exact: true }).click()

  // Who is forced out loses the session; what they held waits for somebody else, in its team.
  await boss.api('POST', `/conversations/${id}/reopen`)
  await boss.api('POST', `/conversations/${id}/assign`, { assigneeId: agent.me.id })
  const people = page.getByRole('region', { name: say('supervise.agents') })
  const line = people.getByRole('listitem').filter({ hasText: agent.me.name })
  await expect(line).toBeVisible()
  world.watch.allow(/401|WebSocket/)
  await line.getByRole('button', { name: say('supervise.agent.menu', { name: agent.me.name }) }).click()
  await page.getByRole('menuitem', { name: say('supervise.out') }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: say('supervise.out'), exact: true }).click()
  await expect(agent.page).toHaveURL(/login/)
  await expect.poll(async () => (await boss.api<Row>('GET', `/conversations/${id}`)).assigneeId ?? '').toBe('')
  expect((await boss.api<Row>('GET', `/conversations/${id}`)).teamId ?? '').toBe(team)

  // Who looked on is on record.
  const admin = await world.desk('admin')
  await admin.page.goto('/supervisor')
  await admin.page.getByRole('button', { name: say('supervise.log'), exact: true }).click()
  await expect(admin.page.getByRole('dialog').getByRole('listitem').filter({ hasText: boss.me.name }).first()).toBeVisible()
})

test('handed over with a note, to a person and to a queue; somebody is invited; a queue is looked at alone', async ({ world, say }) => {
  const question = `转接 ${Date.now()}`
  const shop = await world.shop()
  await shop.open()
  await shop.write(question)
  const boss = await world.desk('supervisor')
  const noah = await world.desk('noah')
  const page = boss.page
  const find = async () => (await boss.api<{ items: (Row & { lastMessagePreview: string; participantIds?: string[] })[] }>('GET', '/conversations?view=all&limit=50')).items.find((one) => one.lastMessagePreview === question)
  await expect.poll(find).toBeTruthy()
  const id = (await find())?.id ?? ''
  await page.goto(`/supervisor?watch=${id}`)
  const watch = page.getByRole('region', { name: say('supervise.watch') })
  /** One of what can be picked; a conversation begins with its customer. */
  const choice = (name: string) => page.getByRole('option', { name: new RegExp(`^${name}`) })
  const to = async (name: string, note: string) => {
    await watch.getByRole('button', { name: say('supervise.transfer'), exact: true }).click()
    await choice(name).click()
    const dialog = page.getByRole('dialog', { name: say('supervise.handover.title', { name }) })
    await dialog.getByRole('textbox').fill(note)
    await dialog.getByRole('button', { name: say('supervise.transfer'), exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(watch.getByRole('log').getByText(note, { exact: true })).toBeVisible()
  }
  await to(noah.me.name, '请先核实地址')
  expect((await find())?.assigneeId).toBe(noah.me.id)
  await watch.getByRole('button', { name: say('supervise.invite'), exact: true }).click()
  const linwei = await world.desk('linwei')
  await expect(choice(linwei.me.name)).toBeVisible()
  await expect(choice(noah.me.name)).toHaveCount(0) // who has it is not invited
  await choice(linwei.me.name).click()
  await expect.poll(async () => (await find())?.participantIds ?? []).toContain(linwei.me.id)

  const [queue] = (await boss.api<{ items: { id: string; name: string }[] }>('GET', '/routing/queues')).items
  await to(queue?.name ?? '', '请售后接手')
  await expect.poll(async () => (await find())?.assigneeId ?? '').toBe('')
  await watch.getByRole('button', { name: say('common.close'), exact: true }).click()
  const tile = page.getByRole('list', { name: say('supervise.tiles') }).getByRole('button').filter({ hasText: queue?.name ?? '' }).first()
  await tile.click()
  await expect(tile).toHaveAttribute('aria-pressed', 'true')
  await expect(page).toHaveURL(new RegExp(`queue=${queue?.id}`))
  const there = async () => (await boss.api<{ items: Row[] }>('GET', `/supervise/conversations?queue=${queue?.id}&limit=100`)).items.length
  expect(await there()).toBeGreaterThan(0)
  await expect(page.getByRole('listbox', { name: say('supervise.conversations') }).getByRole('option').first()).toBeVisible()
})

test('dragged onto a person, reassigned by menu', async ({ world, say }) => {
  const boss = await world.desk('supervisor')
  const noah = await world.desk('noah')
  await noah.inbox('all') // so that somebody is there
  const page = boss.page
  await page.goto('/supervisor?what=unassigned')
  const list = page.getByRole('listbox', { name: say('supervise.conversations') })
  const rows = list.getByRole('option')
  await expect(rows.nth(1)).toBeVisible()
  const line = page.getByRole('region', { name: say('supervise.agents') }).getByRole('listitem').filter({ hasText: noah.me.name })
  await expect(line).toBeVisible()
  const { items } = await boss.api<{ items: Row[] }>('GET', '/supervise/conversations?assignee=none&limit=2')
  await rows.first().locator('[data-live]').dragTo(line)
  await expect(page.getByText(say('supervise.given.many', { count: 1, name: noah.me.name }))).toBeVisible()
  await expect.poll(async () => (await boss.api<Row>('GET', `/conversations/${items[0]?.id}`)).assigneeId).toBe(noah.me.id)

  // The same by keyboard and menu, once the first has left the list.
  await expect(rows.first()).toContainText(items[1]?.customerName ?? '')
  await list.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('x')
  await expect(page.getByRole('toolbar').getByText(say('supervise.marked', { count: 1 }))).toBeVisible()
  await page.getByRole('toolbar').getByRole('button', { name: say('supervise.reassign') }).click()
  await page.getByRole('option', { name: noah.me.name }).click()
  await expect.poll(async () => (await boss.api<Row>('GET', `/conversations/${items[1]?.id}`)).assigneeId).toBe(noah.me.id)
})
