import { expect, test } from './support/test'

test('two agents: who reads is shown, only one can take it, lists move by themselves', async ({ world }) => {
  const shop = await world.shop()
  const question = `双人测试 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  const admin = await world.desk('admin')
  const supervisor = await world.desk('supervisor', { lang: 'en' })
  await admin.inbox('unassigned')
  await supervisor.inbox('unassigned')
  await admin.open(question)
  await supervisor.open(question)
  const id = admin.current()

  await test.step('each sees that the other reads', async () => {
    await expect(admin.thread.getByRole('img', { name: admin.say('inbox.thread.viewers', { names: supervisor.me.name }) })).toBeVisible()
    await expect(supervisor.thread.getByRole('img', { name: supervisor.say('inbox.thread.viewers', { names: admin.me.name }) })).toBeVisible()
  })

  await test.step('a note in the making is announced', async () => {
    await supervisor.thread.getByRole('button', { name: supervisor.say('inbox.compose.note'), exact: true }).click()
    await supervisor.field.pressSequentially('abc')
    await expect(admin.thread.getByText(admin.say('inbox.thread.writingNote', { name: supervisor.me.name }))).toBeVisible()
    await supervisor.field.fill('')
  })

  await test.step('two take it at the same moment: one gets it, the other is told who', async () => {
    const take = (desk: typeof admin) =>
      desk.page.request.fetch(`/api/v1/conversations/${id}/assign`, { method: 'POST', headers: { 'x-frontdesk-csrf': desk.token }, data: { assigneeId: desk.me.id, ifAssigneeId: '' } })
    const answers = await Promise.all([take(admin), take(supervisor)])
    expect(answers.map((each) => each.status()).sort()).toEqual([200, 409])
    const refused = answers.find((each) => each.status() === 409)
    expect(await refused?.json()).toMatchObject({ code: 'conversation.already_assigned' })
  })

  await test.step('it leaves the list of the unassigned for both', async () => {
    await expect(admin.row(question)).toHaveCount(0)
    await expect(supervisor.row(question)).toHaveCount(0)
  })
})

test('an assignment moves a conversation between the lists of two people', async ({ world }) => {
  const shop = await world.shop()
  const question = `转交测试 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  const admin = await world.desk('admin')
  const linwei = await world.desk('linwei')
  await admin.inbox('unassigned')
  await linwei.inbox('mine')
  await expect(linwei.row(question)).toHaveCount(0)
  await admin.open(question)
  await admin.thread.getByRole('button', { name: admin.say('inbox.do.assign'), exact: true }).click()
  await admin.page.getByRole('option', { name: linwei.me.name }).click()
  await expect(linwei.row(question)).toBeVisible()
  await expect(admin.row(question)).toHaveCount(0)
  await expect(linwei.page.getByRole('button', { name: /\d/ }).filter({ has: linwei.page.locator('.bg-bad-solid') })).toBeVisible()
  await linwei.open(question)
  await linwei.reply('我来处理')
  await expect(admin.log.getByText('我来处理')).toBeVisible()
})

test('who touches nothing is away, and back with the first key', async ({ world }) => {
  type Workspace = { version: number; settings: Record<string, unknown> }
  const admin = await world.desk('admin', { lang: 'en' })
  const rule = async (minutes: number) => {
    const { version, settings } = await admin.api<Workspace>('GET', '/workspace')
    await admin.api('PATCH', '/workspace', { version, settings: { ...settings, autoAwayMinutes: minutes } })
  }
  try {
    const noah = await world.desk('noah', { lang: 'en' })
    await noah.page.clock.install()
    await noah.inbox('all')
    // A desk that is open follows a rule that is new.
    const watched = noah.page.waitForResponse(/\/idle-.*\.js$/)
    await rule(240)
    await watched
    await noah.api('PUT', '/presence/me', { state: 'online' })
    const own = noah.page.getByRole('button').filter({ hasText: noah.say('inbox.presence.label') })
    await expect(own).toContainText(noah.say('inbox.presence.online'))
    await admin.page.goto('/supervisor')
    const line = admin.page.getByRole('region', { name: admin.say('supervise.agents') }).getByRole('listitem').filter({ hasText: noah.me.name })
    await expect(line).toContainText(admin.say('supervise.state.online'))

    await noah.page.clock.fastForward('04:01:00')
    await expect(line).toContainText(admin.say('supervise.state.auto'))
    await expect(own).toContainText(noah.say('inbox.presence.auto'))
    await noah.page.keyboard.press('Shift')
    await expect(line).toContainText(admin.say('supervise.state.online'))
    await expect(own).toContainText(noah.say('inbox.presence.online'))
  } finally {
    await rule(0)
  }
})
