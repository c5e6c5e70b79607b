import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toPalette } from './support/palette'
import { settled } from './support/places'
import { expect, test } from './support/test'
import type { Lang } from './support/words'

/** The pictures of the guides (after those of the pages, which have no visitors) that no address leads to: dialogs, sheets and menus, light, 1440 px. */
const OUT = process.env.FRONTDESK_SCREENS ?? join(__dirname, '../../docs/screens')
type Row = { id: string; customerId: string; channelId: string; number: number; lastMessageKind: string; lastMessagePreview: string; customerName: string }

test.use({ trace: 'off' })
test.beforeAll(() => mkdirSync(OUT, { recursive: true }))

for (const lang of ['zh-CN', 'en'] satisfies Lang[])
  test(`@screens dialogs of the guides ${lang}`, async ({ world }) => {
    test.setTimeout(240_000)
    const desk = await world.desk('admin', { lang, theme: 'light', viewport: { width: 1440, height: 900 } })
    const { page, say } = desk
    const take = async (name: string) => {
      await settled({ page })
      writeFileSync(join(OUT, `guide-${name}-${lang}-light-1440.png`), toPalette(await page.screenshot({ animations: 'disabled', caret: 'hide' })))
    }
    const spoken = lang === 'en' ? /^[\x20-\x7e]+$/ : /[\u4e00-\u9fff]/
    const { items } = await desk.api<{ items: Row[] }>('GET', '/conversations?view=all&limit=100')
    const row = items.find((each) => spoken.test(each.lastMessagePreview) && spoken.test(each.customerName)) ?? items[0]
    if (!row) throw new Error('the sample has no conversations')
    const open = async () => {
      await desk.inbox('all', row.id)
      await expect(desk.field).toBeVisible()
      await expect(desk.log.getByRole('article').or(desk.log.locator('[data-entry]')).or(desk.log.locator('p')).first()).toBeVisible()
    }

    await open()
    await desk.list.getByRole('button', { name: say('inbox.list.filter'), exact: true }).click()
    await page.getByRole('menuitem', { name: say('views.filter.priority') }).press('ArrowRight')
    await page.getByRole('menuitemradio', { name: say('inbox.priority.urgent') }).press('Enter')
    await page.getByRole('menuitemradio', { name: say('inbox.priority.high') }).press('Enter')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await desk.list.getByRole('group', { name: say('inbox.list.filter') }).getByRole('button', { name: say('views.save') }).click()
    await page.getByRole('dialog', { name: say('views.add') }).getByRole('textbox').first().fill(lang === 'en' ? 'Urgent today' : '今日急件')
    await take('view')

    await open()
    await desk.field.fill(lang === 'en' ? 'Your parcel arrives tomorrow before noon.' : '您的包裹明天中午前送达。')
    await desk.field.press('Control+Alt+Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await take('send-later')
    await page.keyboard.press('Escape')
    await desk.blank()
    await desk.field.press('/')
    await expect(page.getByRole('listbox', { name: say('replies.title') }).getByRole('option').first()).toBeVisible()
    await take('quick-replies')
    await desk.field.press('Escape')
    await desk.field.fill('')

    await desk.thread.locator('input[type=file]').setInputFiles({ name: 'screen.png', mimeType: 'image/png', buffer: await page.screenshot() })
    await desk.thread.getByRole('button', { name: say('inbox.compose.annotate', { name: 'screen.png' }) }).press('Enter')
    await expect(page.getByRole('dialog').getByRole('button', { name: say('thread.draw.add') })).toBeEnabled()
    await page.getByRole('dialog').getByRole('button', { name: say('thread.draw.add') }).press('Enter')
    await take('mask')
    await open()
    await desk.thread.getByRole('button', { name: say('inbox.compose.removeFile', { name: 'screen.png' }) }).click()
    await desk.log.focus()
    await page.keyboard.press('d')
    await expect(page.getByRole('grid', { name: say('thread.jump') })).toBeVisible()
    await take('date')
    await page.keyboard.press('Escape')

    const side = page.getByRole('complementary', { name: say('inbox.pane.side') })
    for (const tab of ['orders', 'knowledge', 'activity'] as const) {
      await side.getByRole('tab', { name: say(`inbox.side.${tab}`) }).click()
      await take(tab)
    }
    await side.getByRole('tab', { name: say('inbox.side.customer') }).click()

    // Two open conversations of one customer: the second begins while the first is over.
    await desk.api('POST', `/conversations/${row.id}/resolve`, {}).catch(() => undefined)
    const other = (await desk.api<{ conversation: Row }>('POST', '/conversations', { customerId: row.customerId, channelId: row.channelId, clientId: `guide-${lang}`, body: lang === 'en' ? 'One more thing' : '还有一件事' }).catch(() => undefined))?.conversation
    if (other && other.id !== row.id) {
      await desk.api('POST', `/conversations/${row.id}/reopen`)
      await desk.inbox('all', other.id)
      await desk.thread.getByRole('button', { name: say('inbox.thread.more') }).click()
      await page.getByRole('menuitem', { name: say('inbox.do.merge') }).click()
      await expect(page.getByRole('dialog').getByRole('radio').first()).toBeVisible()
      await take('merge')
    }

    const shop = await world.shop({ lang, path: `/demo/?utm_source=weibo&utm_campaign=guide-${lang}` })
    await expect(shop.launcher).toBeVisible()
    await desk.api('POST', '/workspace/demo/simulation', { on: true })
    await page.goto('/visitors')
    await expect.poll(() => page.getByRole('main').getByRole('listitem').count(), { timeout: 60_000 }).toBeGreaterThan(7)
    await take('visitors')
    await page.getByRole('listitem').filter({ hasText: `guide-${lang}` }).getByRole('button').first().click()
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
    await take('visitor')
    await shop.page.context().close()
    await desk.api('POST', '/workspace/demo/simulation', { on: false })

    await page.goto('/settings/tags')
    await page.getByRole('main').getByRole('button', { name: say('history.title') }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await take('history')
  })
