import { readFileSync } from 'node:fs'
import type { Desk } from './support/desk'
import { expect, test } from './support/test'

/** The message with a text, and its actions. */
const entry = (desk: Desk, text: string) => desk.log.locator('[id^="e-"]').filter({ hasText: text }).last()
async function act(desk: Desk, text: string, action: string) {
  await entry(desk, text).hover()
  await desk.thread.getByRole('toolbar', { name: desk.say('thread.actions') }).getByRole('button', { name: desk.say(action), exact: true }).click()
}

test('a message is quoted, edited and recalled, and both sides follow', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const other = await world.desk('supervisor')
  const question = `灯罩多少钱？${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  const id = desk.current()
  await other.inbox('all', id)
  await expect(other.log.getByText(question)).toBeVisible()

  await test.step('a quote is shown on both sides and leads to the original', async () => {
    await act(desk, question, 'thread.quote')
    await expect(desk.thread.getByRole('group', { name: desk.say('inbox.compose.quoting') })).toContainText(question)
    await expect(desk.field).toBeFocused()
    await desk.reply('灯罩 12 元。')
    await expect(desk.thread.getByRole('group', { name: desk.say('inbox.compose.quoting') })).toBeHidden()
    await expect(shop.log.locator('.quoted')).toContainText(question)
    await entry(desk, '灯罩 12 元。').getByRole('button', { name: desk.say('inbox.thread.toQuoted') }).click()
    await expect(desk.log.locator('.animate-found')).toContainText(question)
  })

  await test.step('an edit by keyboard replaces the text everywhere', async () => {
    await desk.field.press('ArrowUp')
    const field = desk.log.getByRole('textbox', { name: desk.say('thread.edit') })
    await expect(field).toBeFocused()
    await field.fill('灯罩 120 元。')
    await field.press('Control+Enter')
    await expect(desk.log.getByText('灯罩 120 元。', { exact: true })).toBeVisible()
    await expect(desk.field).toBeFocused()
    await expect(other.log.getByText('灯罩 120 元。', { exact: true })).toBeVisible()
    await expect(shop.log.getByText('灯罩 120 元。', { exact: true })).toBeVisible()
    await expect(shop.log.getByText('灯罩 12 元。', { exact: true })).toHaveCount(0)
    await expect(shop.log.getByText(shop.say('widget.edited'), { exact: true })).toBeVisible()
    await other.log.getByRole('button', { name: other.say('inbox.thread.edited') }).click()
    await expect(other.page.getByRole('dialog')).toContainText('灯罩 12 元。')
    await other.page.keyboard.press('Escape')
  })

  await test.step('a recall leaves no text on either side, live or loaded', async () => {
    await desk.reply('内部价是 60 元')
    await expect(shop.log.getByText('内部价是 60 元')).toBeVisible()
    await act(desk, '内部价是 60 元', 'thread.recall')
    await expect(desk.log.getByText(desk.say('inbox.thread.youRecalled'))).toBeVisible()
    await expect(shop.log.getByText(shop.say('widget.recalled', { name: '' }))).toBeVisible()
    await expect(shop.log.getByText('内部价是 60 元')).toHaveCount(0)
    await expect(other.log.getByText(other.say('inbox.thread.recalled', { name: '林薇' }))).toBeVisible()
    await expect(other.row(other.say('inbox.row.recalled')).first()).toBeVisible()
    await shop.page.reload()
    await expect(shop.log.getByText(shop.say('widget.recalled', { name: '' }))).toBeVisible()
    expect(await shop.panel.innerText()).not.toContain('内部价是')
    const found = () => desk.api<{ items: unknown[] }>('GET', `/search?scope=messages&q=${encodeURIComponent('内部价是')}`)
    await expect.poll(async () => (await found()).items.length).toBe(0)
  })

  await test.step('its author writes it again, a supervisor sees what it said', async () => {
    await other.log.getByRole('button', { name: other.say('inbox.thread.whatItSaid') }).click()
    await expect(other.page.getByRole('dialog')).toContainText('内部价是 60 元')
    await desk.log.getByRole('button', { name: desk.say('inbox.thread.writeAgain') }).click()
    await expect(desk.field).toHaveValue('内部价是 60 元')
    await desk.field.fill('')
  })

  await test.step('a note can be quoted among colleagues only', async () => {
    await desk.note('客户是老顾客')
    await act(desk, '客户是老顾客', 'thread.quote')
    await expect(desk.thread.getByRole('group', { name: desk.say('inbox.compose.quoting') })).toBeVisible()
    await desk.thread.getByRole('button', { name: desk.say('inbox.compose.reply'), exact: true }).click()
    await expect(desk.thread.getByRole('group', { name: desk.say('inbox.compose.quoting') })).toBeHidden()
    await desk.reply('请稍等')
    await expect(shop.log.getByText('请稍等')).toBeVisible()
    expect(await shop.panel.innerText()).not.toContain('老顾客')
  })
})

test('a reply can be taken back before it leaves, and leaves when the page is closed', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const { user } = await desk.api<{ user: { preferences: object } }>('GET', '/session')
  await desk.api('PATCH', '/users/me', { preferences: { ...user.preferences, undoSend: '5' } })
  const question = `台灯保修多久？${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  await desk.reply('保修两年')
  await expect(desk.log.getByRole('button', { name: desk.say('inbox.thread.undoSend') })).toBeVisible()
  await desk.field.press('ArrowUp')
  await expect(desk.field).toHaveValue('保修两年')
  await desk.reply('保修三年')
  await expect(shop.log.getByText('保修三年')).toBeVisible()
  expect(await shop.panel.innerText()).not.toContain('保修两年')
  await desk.reply('还有别的问题吗？')
  await desk.page.close()
  await expect(shop.log.getByText('还有别的问题吗？')).toBeVisible()
})

test('a supervisor exports a conversation as a text and on paper', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('supervisor')
  const question = `发票怎么开？${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  await desk.note('内部：需要税号')
  const open = async () => {
    await desk.thread.getByRole('button', { name: desk.say('inbox.thread.more') }).click()
    await desk.page.getByRole('menuitem', { name: desk.say('inbox.thread.export') }).click()
  }
  const dialog = desk.page.getByRole('dialog', { name: desk.say('thread.export') })
  await open()
  const download = desk.page.waitForEvent('download')
  await dialog.getByRole('button', { name: desk.say('thread.exportText') }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain(question)
  expect(text).not.toContain('税号')
  await expect(dialog).toBeHidden()

  await desk.page.evaluate(() => {
    window.print = () => void (document.title = document.querySelector('.fd-paper')?.textContent ?? '')
  })
  await open()
  await dialog.getByRole('switch', { name: desk.say('thread.exportNotes') }).click()
  await dialog.getByRole('button', { name: desk.say('thread.exportPrint') }).click()
  await expect.poll(() => desk.page.title()).toContain('税号')
  const agent = await world.desk('linwei')
  expect((await agent.page.request.get(`/api/v1/conversations/${desk.current()}/export`)).status()).toBe(403)
})
