import { pastePicture } from './support/desk'
import { expect, test } from './support/test'

test('a visitor writes in the shop and is answered, up to the rating', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  await desk.inbox('all')
  const question = `请问订单到哪里了？${Date.now()}`

  await shop.open()
  await shop.write(question)
  await expect(desk.row(question)).toBeVisible()
  await desk.open(question)
  await expect(desk.log.getByText(question)).toBeVisible()
  await expect(shop.panel.getByText(shop.say('widget.seen'))).toBeVisible()

  await test.step('each sees the other type', async () => {
    await desk.field.pressSequentially('您好')
    await expect(shop.panel.locator('.dots')).toBeVisible()
    await desk.field.fill('')
    await shop.field.pressSequentially('还有')
    await expect(desk.thread.getByText(/…$/).last()).toBeVisible()
    await shop.field.fill('')
  })

  await test.step('the answer is there at once and seen', async () => {
    await desk.reply('您好，今天下午送达。')
    await expect(shop.log.getByText('您好，今天下午送达。')).toBeVisible()
    await expect(desk.thread.getByText(desk.say('inbox.thread.seen'))).toBeVisible()
  })

  await test.step('a note stays inside', async () => {
    await desk.note('内部：快递已联系')
    await desk.reply('还有什么可以帮您？')
    await expect(shop.log.getByText('还有什么可以帮您？')).toBeVisible()
    expect((await shop.said()).join()).not.toContain('快递已联系')
  })

  await test.step('pictures go both ways by pasting', async () => {
    await pastePicture(shop.field, 'box.png')
    await expect(shop.panel.getByRole('button', { name: shop.say('widget.remove', { name: 'box.png' }) })).toBeVisible()
    await expect(shop.panel.getByRole('button', { name: shop.say('widget.send'), exact: true })).toBeEnabled()
    await shop.field.press('Enter')
    await expect(desk.log.getByRole('button', { name: desk.say('inbox.thread.enlarge', { name: 'box.png' }) })).toBeVisible()
    await pastePicture(desk.field, 'label.png')
    await expect(desk.thread.getByRole('button', { name: desk.say('inbox.compose.removeFile', { name: 'label.png' }) })).toBeVisible()
    await desk.field.press('Control+Enter')
    await expect(shop.log.getByRole('button', { name: shop.say('widget.enlarge', { name: 'label.png' }) })).toBeVisible()
  })

  await test.step('resolved and rated', async () => {
    const id = desk.current()
    await desk.thread.getByRole('button', { name: desk.say('inbox.thread.resolve'), exact: true }).click()
    await shop.panel.getByRole('radio', { name: shop.say('widget.score5') }).or(shop.panel.getByRole('button', { name: shop.say('widget.score5') })).first().click()
    await shop.panel.getByRole('button', { name: shop.say('widget.rateSend') }).click()
    await expect(shop.panel.getByText(shop.say('widget.thanks'))).toBeVisible()
    await expect.poll(async () => (await desk.api<{ ratingScore: number; status: string }>('GET', `/conversations/${id}`))).toMatchObject({ ratingScore: 5, status: 'resolved' })
  })
})

test('a closed chat counts what is unread, and the history outlives the page', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const question = `台灯有货吗 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  await expect(desk.log.getByText(question)).toBeVisible()

  await shop.panel.getByRole('button', { name: shop.say('widget.close') }).click()
  await expect(shop.panel).toBeHidden()
  await desk.reply('有货，今天就能发。')
  await expect(shop.launcher.locator('.badge')).toHaveText('1')

  await shop.page.goto('/demo/products')
  await expect(shop.launcher.locator('.badge')).toHaveText('1')
  await shop.open()
  await expect(shop.log.getByText('有货，今天就能发。')).toBeVisible()
  await expect(shop.launcher.locator('.badge')).toHaveText('')
  expect(await shop.said()).toEqual([question, '有货，今天就能发。'])
})
