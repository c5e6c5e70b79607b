import { say } from './support/words'
import { expect, test } from './support/test'

test('the whole work without a mouse', async ({ world, browserName }) => {
  expect(browserName).toBe('chromium')
  const shop = await world.shop()
  const question = `键盘测试 ${Date.now()}`
  await shop.open()
  await shop.write(question)

  const t = say('zh-CN')
  const context = await world.context()
  const page = await context.newPage()
  // Before somebody has signed in, the question who is there is answered with 401.
  world.watch.allow(/401 .*\/api\/v1\/session/)
  const keys = page.keyboard

  await test.step('sign in', async () => {
    await page.goto('/')
    await expect(page.locator('input[name=email]')).toBeFocused()
    await keys.type('linwei@lantern.example')
    await keys.press('Tab')
    await keys.type('wrong password')
    await keys.press('Enter')
    await expect(page.getByRole('alert').or(page.getByRole('status')).first()).toBeVisible()
    await expect(page.locator('input[name=password]')).toBeFocused()
    await keys.press('Control+a')
    await keys.type('frontdesk-demo')
    await keys.press('Enter')
    await expect(page).toHaveURL(/\/inbox\/mine/)
    await expect(page.getByRole('heading', { name: t('inbox.view.mine') })).toBeVisible()
  })

  const thread = page.getByRole('region', { name: t('inbox.pane.thread'), exact: true })
  const composer = thread.locator('textarea[data-composer]')

  await test.step('go to all open, open the first conversation', async () => {
    await keys.press('Control+k')
    await expect(page.getByRole('dialog', { name: t('shell.palette.title') })).toBeVisible()
    await keys.type(t('inbox.view.all'))
    await keys.press('Enter')
    await expect(page).toHaveURL(/\/inbox\/all/)
    await expect(page.getByRole('option').filter({ hasText: question })).toBeVisible()
    await keys.press('j')
    await keys.press('Enter')
    await expect(thread.getByRole('log').getByText(question)).toBeVisible()
  })

  await test.step('reply', async () => {
    await keys.press('r')
    await expect(composer).toBeFocused()
    await keys.type('您好，键盘回复')
    await keys.press('Control+Enter')
    await expect(shop.log.getByText('您好，键盘回复')).toBeVisible()
    await keys.press('Escape')
  })

  await test.step('a note with a mention', async () => {
    await keys.press('n')
    await expect(composer).toBeFocused()
    await keys.type('@Noah')
    await expect(page.locator('#fd-mentions')).toBeVisible()
    await keys.press('Enter')
    await keys.type('请看一下')
    await keys.press('Control+Enter')
    await expect(thread.getByRole('log').getByText('请看一下')).toBeVisible()
    await keys.press('Escape')
  })

  await test.step('tag and priority', async () => {
    await keys.press('l')
    const tags = page.getByRole('dialog', { name: t('inbox.do.tag') })
    await expect(tags).toBeVisible()
    const first = tags.getByRole('option').first()
    const name = (await first.innerText()).trim()
    await keys.press('ArrowDown')
    await keys.press('ArrowUp')
    await keys.press('Enter')
    await keys.press('Escape')
    await expect(tags).toBeHidden()
    await expect(thread.getByRole('log').getByText(name, { exact: false }).first()).toBeVisible()
    await keys.press('p')
    await expect(page.getByRole('option', { name: t('inbox.priority.urgent') })).toBeVisible()
    await expect(page.getByRole('dialog', { name: t('inbox.do.priority') }).locator(':focus')).toHaveCount(1)
    await keys.press('ArrowDown')
    await keys.press('Home')
    await keys.press('Enter')
    await expect(thread.getByText(t('inbox.priority.urgent')).first()).toBeVisible()
  })

  await test.step('take it, snooze it, undo that', async () => {
    await keys.press('m')
    await expect(page.getByText(t('inbox.done.assignedMe')).first()).toBeVisible()
    await keys.press('s')
    await expect(page.getByRole('option', { name: t('inbox.snooze.tomorrow') })).toBeVisible()
    await keys.press('Enter')
    await expect(page.getByText(t('inbox.done.snoozed').split('{')[0] ?? '').first()).toBeVisible()
    await keys.press('z')
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await expect.poll(async () => ((await (await page.request.get(`/api/v1/conversations/${id}`)).json()) as { status: string }).status).toBe('open')
  })

  await test.step('resolve and undo', async () => {
    await keys.press('e')
    await expect(page.getByText(t('inbox.done.resolved')).first()).toBeVisible()
    await expect(shop.log.getByText(shop.say('widget.resolved'))).toBeVisible()
    await keys.press('z')
    await expect(shop.log.getByText(shop.say('widget.reopened'))).toBeVisible()
  })

  await test.step('the sheet of shortcuts, and the search', async () => {
    await keys.press('?')
    await expect(page.getByRole('dialog', { name: t('shell.shortcuts.title') })).toBeVisible()
    await keys.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await keys.press('/')
    // Chinese comes out of an input method as a whole and needs the field; letters would be kept for it.
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
    await keys.type(question.slice(0, 4))
    await expect(page.getByRole('option').filter({ hasText: question })).toBeVisible()
    await keys.press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(page).toHaveURL(/cnv_.*seq=/)
  })
})
