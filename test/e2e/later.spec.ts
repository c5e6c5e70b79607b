import type { Desk } from './support/desk'
import { expect, test } from './support/test'

type Planned = { id: string; version: number; sendAt: string; held?: string }
const planned = async (desk: Desk) => (await desk.api<{ items: Planned[] }>('GET', `/conversations/${desk.current()}/planned`)).items
const list = (desk: Desk) => desk.log.getByRole('list', { name: desk.say('thread.plan.list') })

test('a message is planned, changed, cancelled, sent now, and leaves at its time', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const other = await world.desk('supervisor')
  const question = `台灯什么时候到？${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  await other.inbox('all', desk.current())
  await expect(other.log.getByText(question)).toBeVisible()
  const dialog = desk.page.getByRole('dialog')

  await test.step('by keyboard, for tomorrow; a colleague sees it, the customer does not', async () => {
    await desk.field.fill('包裹到了吗？')
    await desk.field.press('Control+Alt+Enter')
    await expect(dialog.getByRole('button', { name: desk.say('thread.plan.tomorrow') })).toHaveAttribute('aria-pressed', 'true')
    await dialog.getByRole('button', { name: desk.say('thread.plan.do') }).press('Enter')
    await expect(list(desk)).toContainText('包裹到了吗？')
    await expect(desk.field).toHaveValue('')
    await expect(desk.field).toBeFocused()
    await expect(list(other)).toContainText('包裹到了吗？')
    await expect(list(other).getByRole('button', { name: other.say('thread.plan.now') })).toHaveCount(0)
    await desk.page.reload()
    await expect(list(desk)).toContainText('包裹到了吗？')
    expect(await shop.panel.innerText()).not.toContain('包裹到了吗？')
  })

  await test.step('its text changes, and it can be let go and written again', async () => {
    await list(desk).getByRole('button', { name: desk.say('thread.plan.edit') }).click()
    await dialog.getByRole('textbox', { name: desk.say('thread.plan.text') }).fill('包裹收到了吗？')
    await dialog.getByLabel(desk.say('inbox.compose.attach')).first().setInputFiles({ name: '签收照片.txt', mimeType: 'text/plain', buffer: Buffer.from('signed') })
    await expect(dialog.getByRole('button', { name: desk.say('inbox.compose.removeFile', { name: '签收照片.txt' }) })).toBeVisible()
    await dialog.getByRole('button', { name: desk.say('common.save') }).click()
    await expect(list(desk)).toContainText('包裹收到了吗？')
    await expect(list(other)).toContainText('包裹收到了吗？')
    await expect(list(other)).toContainText('签收照片.txt')
    await list(desk).getByRole('button', { name: desk.say('thread.plan.edit') }).click()
    await dialog.getByRole('button', { name: desk.say('inbox.compose.removeFile', { name: '签收照片.txt' }) }).click()
    await dialog.getByRole('button', { name: desk.say('common.save') }).click()
    await expect(list(other)).not.toContainText('签收照片.txt')
    await list(desk).getByRole('button', { name: desk.say('common.cancel') }).click()
    await expect(list(desk)).toHaveCount(0)
    await expect(list(other)).toHaveCount(0)
    await desk.page.getByRole('button', { name: desk.say('inbox.thread.writeAgain') }).click()
    await expect(desk.field).toHaveValue('包裹收到了吗？')
  })

  await test.step('now is a time as well', async () => {
    await desk.thread.getByRole('button', { name: desk.say('inbox.compose.sendMore') }).click()
    await desk.page.getByRole('menuitem', { name: desk.say('inbox.do.sendLater') }).click()
    await dialog.getByRole('button', { name: desk.say('thread.plan.do') }).click()
    await list(desk).getByRole('button', { name: desk.say('thread.plan.now') }).click()
    await expect(shop.log.getByText('包裹收到了吗？')).toBeVisible()
    await expect(list(desk)).toHaveCount(0)
    await expect(desk.log.getByText('包裹收到了吗？', { exact: true })).toHaveCount(1)
    expect(await planned(desk)).toEqual([])
  })

  await test.step('at its time it leaves by itself, once; what may not leave says why', async () => {
    const at = (ahead: number) => new Date(Date.now() + ahead).toISOString()
    const plan = async (body: string, more = {}) => {
      const { id, version } = await desk.api<Planned>('POST', `/conversations/${desk.current()}/planned`, { clientId: body, body, sendAt: at(3_600_000), ...more })
      await expect(list(desk)).toContainText(body)
      return () => desk.api('PATCH', `/conversations/${desk.current()}/planned/${id}`, { version, sendAt: at(2_500) })
    }
    const soon = await plan('到点了')
    await soon()
    await expect(shop.log.getByText('到点了')).toBeVisible({ timeout: 15_000 })
    await expect(list(desk)).toHaveCount(0)
    await expect(desk.log.getByText('到点了', { exact: true })).toHaveCount(1)
    const unless = await plan('没人说话才发', { onlyIfQuiet: true })
    await shop.write('我在')
    await unless()
    await expect(list(desk)).toContainText(desk.say('thread.plan.held.answered'), { timeout: 15_000 })
    expect(await shop.panel.innerText()).not.toContain('没人说话才发')
    await list(desk).getByRole('button', { name: desk.say('thread.plan.edit') }).click()
    await dialog.getByRole('button', { name: desk.say('thread.plan.hour') }).click()
    await dialog.getByRole('button', { name: desk.say('common.save') }).click()
    await expect(list(desk)).not.toContainText(desk.say('thread.plan.held.answered'))
    expect((await planned(desk))[0]?.held).toBeUndefined()
  })
})

test('a long thread stays small in the page, keeps its place, and opens at any day', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('supervisor')
  const question = `长会话 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  const id = desk.current()
  const COUNT = 400
  for (let i = 1; i <= COUNT; i += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, j) => desk.api('POST', `/conversations/${id}/notes`, { clientId: `n${i + j}`, body: `第 ${i + j} 条` })))
  }
  await desk.page.reload()
  await expect(desk.log.locator('[id^="e-"]').last()).toBeVisible()
  const drawn = () => desk.log.locator('[id^="e-"]').count()
  expect(await drawn()).toBeLessThan(120)

  await test.step('the wheel goes up to the first message', async () => {
    await desk.log.hover()
    let most = 0
    await expect(async () => {
      for (let i = 0; i < 10; i++) await desk.page.mouse.wheel(0, -600)
      most = Math.max(most, await drawn())
      await expect(desk.log.getByText(question)).toBeInViewport({ timeout: 100 })
    }).toPass({ timeout: 60_000, intervals: [50] })
    expect(most).toBeLessThan(220)
  })

  await test.step('what arrives below moves nothing, and waits behind a pill', async () => {
    const first = desk.log.getByText(question)
    const before = await first.boundingBox()
    await shop.write('还在吗？')
    const pill = desk.thread.getByRole('button', { name: desk.say('inbox.thread.newBelow', { count: 1 }) })
    await expect(pill).toBeVisible()
    expect(Math.abs(((await first.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2)
    await pill.click()
    await expect(desk.log.getByText('还在吗？')).toBeInViewport()
  })

  await test.step('by keyboard to a day, and back to the newest', async () => {
    await desk.log.focus()
    await desk.page.keyboard.press('d')
    const grid = desk.page.getByRole('grid', { name: desk.say('thread.jump') })
    await expect(grid.locator('[tabindex="0"]')).toBeFocused()
    await desk.page.keyboard.press('Enter')
    await expect(desk.log.getByText(question)).toBeInViewport()
    await expect(desk.log).toBeFocused()
    await desk.thread.getByRole('button', { name: desk.say('inbox.thread.newest') }).click()
    await expect(desk.log.getByText('还在吗？')).toBeInViewport()
  })
})

test('the mark above what is unread goes with the answer', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const question = `未读 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  await shop.write(`${question}，还有一个问题`)
  await desk.inbox('all')
  await desk.open(question)
  const mark = desk.log.getByRole('separator')
  await expect(mark).toHaveText(desk.say('inbox.thread.unread', { count: 2 }))
  await shop.write('第三个')
  await expect(mark).toHaveText(desk.say('inbox.thread.unread', { count: 3 }))
  await desk.reply('请稍等')
  await expect(mark).toHaveCount(0)
})
