import { expect, test } from './support/test'

test('an answer is found beside a conversation by pinyin, opened by key, put into the composer and counted', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  await desk.inbox('all')
  await desk.list.getByRole('option').first().click()
  await expect(desk.field).toBeVisible()
  await desk.field.fill('')
  await desk.field.blur()
  await page.keyboard.press('f')
  const side = page.getByRole('complementary', { name: say('inbox.pane.side') })
  const search = side.getByRole('searchbox', { name: say('faq.search') })
  await expect(search).toBeFocused()
  await side.getByRole('button', { name: '中文', exact: true }).click()
  await search.fill('rhsqtk')
  const first = side.locator('button[data-question]').first()
  await expect(first).toContainText('如何申请退款')
  await search.press('ArrowDown')
  await expect(first).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(first).toHaveAttribute('aria-expanded', 'true')
  await expect(side.getByText('原路退回', { exact: false }).first()).toBeVisible()

  const uses = async () => (await desk.api<{ items: { uses: number }[] }>('GET', '/faq/questions?q=rhsqtk')).items[0]?.uses ?? -1
  const before = await uses()
  await page.keyboard.press('Control+Enter')
  await expect(desk.field).toHaveValue(/1–3 个工作日原路退回/)
  const counted = page.waitForResponse((answer) => answer.url().includes('/faq/questions/') && answer.url().endsWith('/uses'))
  await desk.field.focus()
  await page.keyboard.press('Control+Enter')
  expect((await counted).status()).toBe(204)
  expect(await uses()).toBe(before + 1)

  // A whole sentence finds what shares its rarer words; English works in the same place.
  await side.getByRole('button', { name: 'EN', exact: true }).click()
  await search.fill('please tell me where my parcel is now')
  await expect(side.locator('button[data-question]').first()).toContainText('Where is my parcel')
})

test('a question is written in both languages, published, found by visitors, withdrawn, restored, and goes through Excel', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  const mark = String(Date.now()).slice(-6)
  world.watch.allow(/422 .*\/api\/v1\/faq/)
  await page.goto('/settings/faq')
  await page.getByRole('button', { name: say('faq.add') }).first().click()
  const dialog = page.getByRole('dialog', { name: say('faq.add') })
  await dialog.getByRole('button', { name: say('faq.zh') }).click()
  await dialog.getByRole('textbox', { name: say('faq.question') }).fill(`门店${mark}在哪里？`)
  await dialog.getByRole('button', { name: say('faq.publish'), exact: true }).click()
  await expect(dialog.getByText(/问题和答案都要填写|needs a question and an answer/).first()).toBeVisible()
  await dialog.getByRole('textbox', { name: say('faq.answer') }).fill('杭州市西湖区\nhttps://example.com/map')
  await dialog.getByRole('textbox', { name: say('faq.alternatives') }).fill('地址\n怎么走')
  await dialog.getByRole('button', { name: say('faq.publish'), exact: true }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('button', { name: new RegExp(`门店${mark}`) })
  await expect(row).toBeVisible()

  const key = (await desk.api<{ items: { widgetKey: string }[] }>('GET', '/channels')).items[0]?.widgetKey ?? ''
  const asked = async () => (await desk.api<{ items: { question: string }[] }>('GET', `/widget/faq/search?key=${key}&lang=zh-CN&q=${encodeURIComponent(`门店${mark}在哪里`)}`)).items[0]?.question
  await expect.poll(asked).toBe(`门店${mark}在哪里？`)

  await row.click()
  const edit = page.getByRole('dialog', { name: say('faq.edit') })
  await edit.getByRole('button', { name: say('faq.withdraw'), exact: true }).click()
  await expect(edit).toBeHidden()
  await expect(row).toContainText(say('faq.status.draft'))
  await expect.poll(asked).not.toBe(`门店${mark}在哪里？`)

  // What goes out as a workbook comes in again, and changes what it names.
  await page.getByRole('button', { name: say('settings.export') }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: say('settings.export.xlsx') }).click()
  const parts: Buffer[] = []
  for await (const part of await (await download).createReadStream()) parts.push(part as Buffer)
  const file = Buffer.concat(parts)
  expect(file.subarray(0, 2).toString()).toBe('PK')
  await page.getByRole('button', { name: say('settings.import'), exact: true }).click()
  const table = page.getByRole('dialog', { name: say('faq.import.title') })
  const pick = (name: string, buffer: Buffer) => table.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await pick('broken.xlsx', file.subarray(0, file.length / 2))
  await table.getByRole('button', { name: say('settings.import'), exact: true }).click()
  await expect(table.getByRole('alert')).toBeVisible()
  await pick('faq.csv', Buffer.from(`问题,答案,状态\n新问题${mark},好的,已发布\n坏行,,已发布\n`))
  await table.getByRole('button', { name: say('settings.import'), exact: true }).click()
  await expect(table.getByRole('row')).toHaveCount(2)
  await pick('faq.xlsx', file)
  await table.getByRole('button', { name: say('settings.import'), exact: true }).click()
  await expect(table.getByText(/更新 \d+ 行|were there already and/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: new RegExp(`新问题${mark}`) })).toHaveCount(0)
})
