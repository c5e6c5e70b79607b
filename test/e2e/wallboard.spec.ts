import { expectAccessible, expectNarrow } from './support/axe'
import { expect, test } from './support/test'

/** A screen on the wall: made in the settings, opened by its link where nobody is signed in, alive, cut off, and closed. */
test('make a wallboard, open its link on a television, see who waits, lose the network, take the link back', async ({ world, say }) => {
  const boss = await world.desk('supervisor')
  const page = boss.page
  const name = `Hall ${Date.now()}`
  await page.goto('/settings/wallboards')
  await page.getByRole('button', { name: say('wall.add') }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: say('wall.name') }).fill(name)
  await dialog.getByRole('button', { name: say('common.save') }).click()
  const row = page.locator('[data-boards] li').filter({ hasText: name })
  await row.getByRole('button', { name: say('wall.link.title', { name }) }).click()
  await dialog.getByRole('button', { name: say('wall.link.make') }).click()
  const link = await dialog.getByRole('textbox', { name: say('wall.link') }).inputValue()
  expect(link).toMatch(/\/wall#fdw_[a-z2-7]{16}_[a-z2-7]{52}$/)
  await dialog.getByRole('button', { name: say('common.done') }).click()
  await expect(row.getByText(say('wall.link'), { exact: true })).toBeVisible()

  const television = await world.context({ viewport: { width: 1920, height: 1080 } })
  const asked: string[] = []
  television.on('request', (request) => asked.push(request.url()))
  const wall = await television.newPage()
  await wall.goto(link)
  await expect(wall.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(wall).toHaveTitle(new RegExp(name))
  const sum = wall.locator('[data-sum]')
  const waiting = async () => Number((await sum.textContent())?.replace(/\D/g, ''))
  const before = await waiting()
  const shop = await world.shop({ lang: world.lang })
  await shop.open()
  await shop.write(`Is anybody there? ${name}`)
  await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(before)
  await expect(wall.locator('[data-longest]').first()).toHaveText(/\d:\d\d/)
  await expect(wall.locator('body')).not.toContainText('Is anybody there?')
  await expectAccessible(wall, 'the wallboard')
  expect(asked.filter((url) => url.includes('fdw_') && !url.includes('#'))).toEqual([]) // the secret reaches no server's log

  world.watch.cut = true
  const lost = '**/api/v1/wall'
  await television.route(lost, (route) => route.abort('internetdisconnected'))
  // Signed in, the same page opens from the desk meanwhile; on a phone it is one column.
  await row.getByRole('link', { name: say('wall.open.named', { name }) }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNarrow(page, 'the wallboard')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/settings\/wallboards/)
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(wall.locator('[data-stale]')).toBeVisible({ timeout: 30_000 })
  await television.unroute(lost)
  await expect(wall.locator('[data-stale]')).toHaveCount(0, { timeout: 20_000 })
  world.watch.cut = false

  world.watch.allow(/404 .*\/api\/v1\/wall\b/)
  await row.getByRole('button', { name: say('wall.link.title', { name }) }).click()
  await dialog.getByRole('button', { name: say('wall.link.revoke') }).click()
  await expect(row.getByText(say('wall.link'), { exact: true })).toHaveCount(0)
  await expect(wall.getByRole('heading', { name: say('wall.closed') })).toBeVisible({ timeout: 20_000 })
})
