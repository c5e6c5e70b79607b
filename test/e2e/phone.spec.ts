import { expect, test } from './support/test'

test('@phone a chat on two phones: list, thread, answer, back', async ({ world }) => {
  const shop = await world.shop()
  const question = `Where is my parcel ${Date.now()}`
  await shop.launcher.click()
  await expect(shop.field).toBeVisible()
  await shop.write(question)
  const desk = await world.desk('noah')
  await desk.page.goto('/inbox/all')
  await desk.row(question).first().click()
  await expect(desk.log.getByText(question)).toBeVisible()
  await desk.field.fill('It arrives today.')
  await desk.thread.getByRole('button', { name: desk.say('inbox.compose.send'), exact: true }).click()
  await expect(shop.log.getByText('It arrives today.')).toBeVisible()
  await desk.thread.getByRole('button', { name: desk.say('inbox.thread.back') }).click()
  await expect(desk.row('It arrives today.').first()).toBeVisible()
  for (const page of [desk.page, shop.page]) expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})
