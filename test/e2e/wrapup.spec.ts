import { expect, test } from './support/test'

type Setup = { categories: { id: string; nameEn?: string; nameZh?: string }[]; forms: { teamId: string; mode: string; version: number }[] }

test('summaries: required at the end, by keyboard, changed later, counted and exported', async ({ world, say }) => {
  const boss = await world.desk('admin')
  const mark = String(Date.now()).slice(-5)
  const text = `Where is my lamp ${mark}?`
  const shop = await world.shop()
  await shop.open()
  await shop.field.fill(text)
  await shop.field.press('Enter')

  const desk = await world.desk('linwei')
  const { page } = desk
  await desk.inbox('all')
  await desk.open(text)
  const id = desk.current()
  const { teamId } = await desk.api<{ teamId: string }>('GET', `/conversations/${id}`)

  await test.step('the team asks for a summary from now on', async () => {
    await boss.page.goto('/settings/summaries')
    const team = (await boss.api<{ items: { id: string; name: string }[] }>('GET', '/teams')).items.find((one) => one.id === teamId)
    await boss.page.getByRole('combobox', { name: `${say('wrapup.mode')}: ${team?.name}` }).click()
    await boss.page.getByRole('option', { name: say('wrapup.mode.required'), exact: true }).click()
    await expect.poll(async () => (await boss.api<Setup>('GET', '/wrapup')).forms.find((form) => form.teamId === teamId)?.mode).toBe('required')
  })
  const needed = await boss.api<{ id: string }>('POST', '/fields', { of: 'conversation', kind: 'text', nameZh: `单号${mark}`, nameEn: `Order ${mark}`, required: true })
  const refused = await desk.page.request.post(`/api/v1/conversations/${id}/resolve`, { headers: { 'x-frontdesk-csrf': desk.token }, data: {} })
  expect([refused.status(), (await refused.json()).code]).toEqual([409, 'wrapup.required'])

  const dialog = page.getByRole('dialog')
  await test.step('one key asks, initials of Pinyin find, Enter goes on and ends', async () => {
    await page.reload()
    await expect(desk.log.getByText(text)).toBeVisible()
    await desk.thread.getByRole('heading', { level: 2 }).focus()
    await page.keyboard.press('e')
    await expect(dialog.getByRole('textbox', { name: new RegExp(mark) })).toBeFocused() // a required field comes first
    await page.keyboard.type('SF-7781')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('textbox', { name: say('wrapup.category') })).toBeFocused()
    await page.keyboard.type('xsyqs')
    await expect(dialog.getByRole('option')).toHaveCount(1)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: say('wrapup.outcome.resolved'), exact: true })).toBeFocused()
    await page.keyboard.press('3')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Ask the courier')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect.poll(async () => (await desk.api<{ status: string }>('GET', `/conversations/${id}`)).status).toBe('resolved')
  })

  expect(Object.values((await desk.api<{ values: object }>('GET', `/conversations/${id}/fields`)).values)).toContain('SF-7781')
  await boss.api('DELETE', `/fields/${needed.id}`)

  const side = page.getByRole('complementary').getByRole('region', { name: say('wrapup.one') })
  await test.step('it stands beside the thread and on the timeline, and is changed with a history', async () => {
    await desk.inbox('resolved', id)
    await expect(side.getByText('Ask the courier')).toBeVisible()
    await expect(side.getByText(say('wrapup.outcome.follow_up'))).toBeVisible()
    await expect(desk.log.getByText(say('wrapup.outcome.follow_up'))).toBeVisible()
    await side.getByRole('button', { name: say('wrapup.edit') }).click()
    await dialog.getByRole('button', { name: say('wrapup.outcome.resolved'), exact: true }).click()
    await dialog.getByRole('textbox', { name: say('wrapup.remark') }).fill(`Found it ${mark}`)
    await dialog.getByRole('button', { name: say('common.save'), exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(side.getByText(`Found it ${mark}`).first()).toBeVisible()
    await side.getByText(say('wrapup.side.history', { count: 1 })).click()
    await expect(side.getByText(say('wrapup.change.first'))).toBeVisible()
  })

  await test.step('the report counts it, shows its conversation and gives a file', async () => {
    await boss.page.goto('/reports/summaries?period=week')
    await boss.page.getByRole('button', { name: say('wrapup.by.agent'), exact: true }).click()
    await boss.page.getByRole('button', { name: desk.me.name, exact: true }).click()
    await expect(boss.page.getByRole('dialog').getByText(`Found it ${mark}`)).toBeVisible()
    await boss.page.keyboard.press('Escape')
    const download = boss.page.waitForEvent('download')
    await boss.page.getByRole('button', { name: say('settings.export'), exact: true }).click()
    await boss.page.getByRole('menuitem', { name: say('settings.export.csv') }).click()
    const file = await (await download).createReadStream()
    const parts: Buffer[] = []
    for await (const part of file) parts.push(part as Buffer)
    const table = Buffer.concat(parts).toString('utf8')
    expect(table.startsWith('\ufeff')).toBe(true)
    expect(table).toContain(`Found it ${mark}`)
  })

  await test.step('the tree is arranged by keyboard and by file', async () => {
    await boss.page.goto('/settings/summaries')
    const tree = boss.page.getByRole('tree')
    await expect(tree.getByRole('treeitem').first()).toBeVisible()
    const order = () => tree.locator('[role=treeitem][aria-level="1"]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.category ?? ''))
    const [first = '', second = ''] = await order()
    await tree.locator(`[data-category="${first}"]`).focus()
    await boss.page.keyboard.press('Alt+ArrowDown')
    await expect.poll(order).toEqual(expect.arrayContaining([second]))
    await expect.poll(async () => (await order()).slice(0, 2)).toEqual([second, first])
    await expect(tree.locator(`[data-category="${first}"]`)).toBeFocused()

    await boss.page.getByRole('button', { name: say('wrapup.import'), exact: true }).click()
    const give = (content: string) => boss.page.getByRole('dialog').locator('input[type=file]').setInputFiles({ name: 'tree.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    world.watch.allow(/422 .*categories\/import/)
    await give(`新类${mark},New ${mark},,\n,,,Deep\n`)
    await expect(boss.page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
    await give(`新类${mark},New ${mark},,\n新类${mark},,子类,Below ${mark}\n`)
    await expect(tree.getByRole('treeitem').filter({ hasText: `Below ${mark}` })).toBeVisible()
  })

  const form = (await boss.api<Setup>('GET', '/wrapup')).forms.find((one) => one.teamId === teamId)
  await boss.api('PUT', `/wrapup/forms/${teamId}`, { version: form?.version, mode: 'off' })
})
