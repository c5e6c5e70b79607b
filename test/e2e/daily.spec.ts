import { expectAccessible } from './support/axe'
import { expect, test } from './support/test'

type Daily = { today: string; total: { received: number }; lines: { key: string; name?: string; received: number }[] }

test('the daily report: a supervisor sorts, opens a figure and takes the file; an agent sees the own day only', async ({ world, say }) => {
  const text = `Do you ship lamps on Sundays? ${String(Date.now()).slice(-5)}`
  const shop = await world.shop()
  await shop.open()
  await shop.field.fill(text)
  await shop.field.press('Enter')
  const agent = await world.desk('linwei')
  await agent.inbox('all')
  await agent.open(text)
  const id = agent.current()
  const { number } = await agent.api<{ number: number }>('GET', `/conversations/${id}`)
  await agent.api('POST', `/conversations/${id}/messages`, { clientId: `daily-${id}`, body: 'Yes, we do.' })

  const { user } = await agent.api<{ user: { id: string; name: string } }>('GET', '/session')
  const boss = await world.desk('supervisor')
  const { page } = boss
  const table = page.getByRole('region', { name: say('insight.by.agent') })
  const row = table.getByRole('row').filter({ hasText: user.name })
  await test.step('what was just answered counts', async () => {
    await page.goto('/reports')
    await expect(page).toHaveURL(/\/reports\/daily/)
    await expect(page.getByRole('heading', { level: 1, name: say('insight.daily') })).toBeVisible()
    await expect(row).toBeVisible({ timeout: 30_000 })
    const counted = row.getByRole('button', { name: new RegExp(say('insight.figure.received')) })
    await expect(counted).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
  })
  await test.step('a column sorts', async () => {
    const head = table.getByRole('columnheader').filter({ hasText: say('insight.figure.received') })
    await head.getByRole('button', { name: say('insight.figure.received'), exact: true }).click()
    await expect(head).toHaveAttribute('aria-sort', 'descending')
    await head.getByRole('button', { name: say('insight.figure.received'), exact: true }).press('Enter')
    await expect(head).toHaveAttribute('aria-sort', 'ascending')
  })
  await test.step('a question mark says how a figure is counted', async () => {
    await table.getByRole('button', { name: say('insight.explain', { name: say('insight.figure.received') }) }).click()
    await expect(page.getByText(say('insight.hint.received'))).toBeVisible()
    await page.keyboard.press('Escape')
  })
  await test.step('the file holds the same figures', async () => {
    const { today } = await boss.api<Daily>('GET', '/insight/daily?from=2026-01-01&to=2026-01-01')
    const report = await boss.api<Daily>('GET', `/insight/daily?from=${today}&to=${today}`)
    const csv = await (await page.request.get(`/api/v1/insight/daily/export?from=${today}&to=${today}`)).text()
    const last = csv.trim().split('\r\n').at(-1) ?? ''
    expect(last.split(',')[1]).toBe(String(report.total.received))
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: say('settings.export'), exact: true }).click()
    await page.getByRole('menuitem', { name: say('settings.export.xlsx') }).click()
    expect((await download).suggestedFilename()).toBe(`daily-${today}-${today}.xlsx`)
  })
  await test.step('the other reports stand beside it', async () => {
    const tabs = page.getByRole('navigation', { name: say('insight.tabs') })
    await tabs.getByRole('link', { name: say('insight.summaries') }).click()
    await expect(page.getByRole('heading', { level: 1, name: say('wrapup.report') })).toBeVisible()
    await tabs.getByRole('link', { name: say('insight.daily') }).click()
    await expect(row).toBeVisible()
  })
  await test.step('a figure opens to its conversations, and one of them to the thread', async () => {
    await row.getByRole('button', { name: new RegExp(say('insight.figure.received')) }).click()
    await page.getByRole('dialog').getByRole('link').filter({ hasText: `#${number}` }).click()
    await expect(page).toHaveURL(new RegExp(id))
    await expect(boss.log.getByText(text)).toBeVisible()
  })
  await test.step('an agent sees the own day, and nothing of others', async () => {
    await agent.page.goto('/reports/daily')
    await expect(agent.page).toHaveURL(/\/reports\/me/)
    await expect(agent.page.getByRole('heading', { level: 1, name: say('insight.me') })).toBeVisible()
    await expect(agent.page.locator('[data-figures]').getByRole('button', { name: new RegExp(say('insight.figure.received')) }).last()).toBeVisible()
    const { today } = await agent.api<Daily>('GET', '/insight/daily?from=2026-01-01&to=2026-01-01')
    const mine = await agent.api<Daily>('GET', `/insight/daily?from=${today}&to=${today}`)
    expect(mine.lines.map((line) => line.key)).toEqual([user.id])
    await expectAccessible(agent.page)
  })
})
