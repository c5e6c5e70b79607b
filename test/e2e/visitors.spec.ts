import { expect, test } from './support/test'
import type { Desk } from './support/desk'

/** The row of the visitor who came by this campaign. */
const row = (desk: Desk, campaign: string) => desk.page.getByRole('list', { name: desk.say('visitors.tab.live') }).getByRole('listitem').filter({ hasText: campaign })

test('an agent sees who is on the site and invites; who accepts is in a conversation with the agent', async ({ world, say }) => {
  const desk = await world.desk('linwei')
  await desk.page.goto('/visitors')
  const campaign = `spring-${Date.now()}`
  const shop = await world.shop({ path: `/demo/?utm_source=weibo&utm_campaign=${campaign}` })
  const home = await shop.page.title()
  const here = row(desk, campaign)
  await expect(here).toHaveCount(1)
  await expect(here).toContainText(home)
  await expect(here).toContainText(say('visitors.site.Weibo'))

  // The next page shows without loading the list again, and both stand in the track.
  await shop.page.getByRole('navigation').getByRole('link').first().click()
  await expect.poll(() => shop.page.title()).not.toBe(home)
  const next = await shop.page.title()
  await expect(here).toContainText(next)
  await here.getByRole('button').first().click()
  const sheet = desk.page.getByRole('dialog')
  await expect(sheet.getByRole('listitem')).toHaveCount(2)
  await expect(sheet.getByRole('listitem').last()).toContainText(home)
  await desk.page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  // An invitation by keyboard; it waits on the page that follows.
  await here.getByRole('button', { name: /^(Invite|邀请)/ }).press('Enter')
  const text = sheet.getByRole('textbox')
  await expect(text).toBeFocused()
  await text.fill('May I show you our lamps?')
  await text.press('Control+Enter')
  await expect(sheet).toHaveCount(0)
  await expect(here).toContainText(say('visitors.state.invited'))
  const bubble = shop.root.getByRole('region')
  await expect(bubble).toContainText('May I show you our lamps?')
  await shop.page.reload()
  await expect(bubble).toContainText('May I show you our lamps?')
  await bubble.getByRole('button').first().click()
  await expect(bubble).toHaveCount(0)
  await expect(shop.log.getByText('May I show you our lamps?')).toBeVisible()
  await expect(here).toContainText(say('visitors.state.talking'))

  // It is the agent's own conversation, and it goes on both ways.
  await shop.write('Yes, please: the green one')
  await desk.inbox('mine')
  await desk.open('the green one')
  await expect(desk.log.getByText('May I show you our lamps?')).toBeVisible()
  await desk.reply('Here it is')
  await expect(shop.log.getByText('Here it is')).toBeVisible()
})

test('who declines is left alone; a rule invites by itself; both are counted', async ({ world, say }) => {
  world.watch.allow(/409 \(Conflict\).*\/invites/)
  const campaign = `help-${Date.now()}`
  const desk = await world.desk('admin')
  await desk.page.goto('/visitors/rules')
  await desk.page.getByRole('button', { name: say('visitors.rule.add') }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel(say('visitors.rule.name')).fill('Help page')
  await dialog.getByLabel(say('visitors.rule.seconds')).fill('1')
  await dialog.getByLabel(say('visitors.rule.pages')).fill('/demo/help')
  await dialog.getByLabel(say('visitors.rule.zh')).fill('在找退货说明吗？')
  await dialog.getByLabel(say('visitors.rule.en')).fill('Looking for returns?')
  await dialog.getByRole('button', { name: say('common.save') }).click()
  await expect(dialog).toHaveCount(0)
  await expect(desk.page.getByRole('listitem').filter({ hasText: 'Help page' })).toBeVisible()

  const shop = await world.shop({ path: `/demo/help?utm_campaign=${campaign}` })
  const bubble = shop.root.getByRole('region')
  await expect(bubble).toContainText(/Looking for returns\?|在找退货说明吗？/)
  await bubble.getByRole('button').last().click()
  await expect(bubble).toHaveCount(0)

  await desk.page.goto('/visitors')
  await expect(row(desk, campaign)).toHaveCount(1)
  await expect(row(desk, campaign)).not.toContainText(say('visitors.state.invited'))
  await row(desk, campaign).getByRole('button', { name: /^(Invite|邀请)/ }).click()
  const sheet = desk.page.getByRole('dialog')
  await sheet.getByRole('button', { name: say('visitors.invite.send') }).click()
  await expect(sheet).toContainText(/declined|已拒绝/)
  await desk.page.keyboard.press('Escape')

  // Who leaves the site leaves the list.
  const there = async () => (await desk.api<{ items: unknown[] }>('GET', `/visitors?q=${campaign}`)).items.length
  expect(await there()).toBe(1)
  await shop.page.close()
  await expect.poll(there, { timeout: 60_000 }).toBe(0)

  await desk.page.goto('/visitors/report')
  const line = desk.page.getByRole('row').filter({ hasText: 'Help page' })
  await expect(line.getByRole('cell')).toHaveText(['Help page', '1', '1', '0', '1', '0%'])

  await desk.page.goto('/visitors/rules')
  await desk.page.getByRole('button', { name: say('visitors.rule.remove', { name: 'Help page' }) }).click()
  await desk.page.getByRole('alertdialog').or(desk.page.getByRole('dialog')).getByRole('button', { name: say('common.delete') }).click()
  await expect(desk.page.getByRole('listitem').filter({ hasText: 'Help page' })).toHaveCount(0)
})
