import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { toPalette } from './support/palette'
import { places, settled } from './support/places'
import { Server } from './support/server'
import { Shop } from './support/shop'
import { expect, test, type World } from './support/test'
import { say, type Lang } from './support/words'

const OUT = process.env.FRONTDESK_SCREENS ?? join(__dirname, '../../docs/screens')
const WIDTHS = [1440, 390] as const
const THEMES = ['light', 'dark'] as const
const LANGS = ['zh-CN', 'en'] as const
type Theme = (typeof THEMES)[number]

const size = (width: number) => ({ width, height: width > 600 ? 900 : 844 })

/** One picture. Moving things stand still and the caret is hidden, so that the same page gives the same picture. */
async function shoot(page: Page, name: string, lang: Lang, theme: Theme, width: number): Promise<void> {
  await settled({ page })
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(join(OUT, `${name}-${lang}-${theme}-${width}.png`), toPalette(picture))
}

/** A conversation that shows what there is to show: a picture, a note, tags, a name. */
async function showpiece(world: World, lang: Lang): Promise<string> {
  const desk = await world.desk('admin', { lang })
  const wanted = lang === 'en' ? /^[\x20-\x7e]+$/ : /[\u4e00-\u9fff]/
  type Row = { id: string; customerName: string; lastMessagePreview: string; tagIds: string[]; seq: number; customerLevel: string }
  const { items } = await desk.api<{ items: Row[] }>('GET', '/conversations?view=all&limit=100')
  const scored = items
    .filter((row) => wanted.test(row.lastMessagePreview) && wanted.test(row.customerName))
    .sort((a, b) => score(b) - score(a))
  await desk.page.context().close()
  const best = scored[0] ?? items[0]
  if (!best) throw new Error('the sample has no conversations')
  return best.id
  function score(row: Row): number {
    return Math.min(row.seq, 14) + row.tagIds.length * 2 + (row.customerLevel === 'vip' ? 4 : 0)
  }
}

test.use({ trace: 'off' })
test.beforeAll(() => mkdirSync(OUT, { recursive: true }))

for (const lang of LANGS)
  for (const theme of THEMES)
    test(`@screens desk ${lang} ${theme}`, async ({ world }) => {
      test.setTimeout(480_000)
      const t = say(lang)
      const best = await showpiece(world, lang)
      for (const width of WIDTHS) {
        const desk = await world.desk('admin', { lang, theme, viewport: size(width), ...(width < 600 ? { hasTouch: true, isMobile: true } : {}) })
        const { page } = desk
        const take = (name: string) => shoot(page, name, lang, theme, width)
        const all = { ...(await places(desk)), inbox: `/inbox/all/${best}` }
        for (const [name, path] of Object.entries(all)) {
          await page.goto(path)
          if (name === 'inbox') await expect(desk.log).toBeVisible()
          await take(name)
        }
        await page.goto('/inbox/mentions')
        await take('inbox-empty')
        await page.goto(`/inbox/all/${best}`)
        await expect(desk.field).toBeVisible()
        await desk.thread.getByRole('button', { name: t('inbox.compose.note'), exact: true }).click()
        await desk.field.pressSequentially('@')
        await expect(page.locator('#fd-mentions')).toBeVisible()
        await take('note-mention')
        await desk.field.fill('')
        if (width > 600) {
          await desk.field.press('Escape')
          await page.keyboard.press('/')
          await page.getByPlaceholder(t('search.placeholder')).fill(lang === 'en' ? 'order' : '快递')
          await expect(page.getByRole('option').locator('mark').first()).toBeVisible()
          await take('search')
          await page.keyboard.press('Escape')
          await page.keyboard.press('Control+k')
          await expect(page.getByRole('dialog', { name: t('shell.palette.title') })).toBeVisible()
          await take('palette')
          await page.keyboard.press('Escape')
          await expect(page.getByRole('dialog')).toBeHidden()
          await expect(async () => {
            await page.keyboard.press('?')
            await expect(page.getByRole('dialog', { name: t('shell.shortcuts.title') })).toBeVisible({ timeout: 1_000 })
          }).toPass()
          await take('shortcuts')
          await page.keyboard.press('Escape')
          await page.getByRole('button', { name: t('notices.open') }).first().click()
          await expect(page.getByRole('heading', { name: t('notices.title'), exact: true })).toBeVisible()
          await take('notices')
        }
        await page.context().close()
      }
    })

for (const lang of LANGS)
  for (const theme of THEMES)
    test(`@screens sign-in and shop ${lang} ${theme}`, async ({ world }) => {
      test.setTimeout(120_000)
      world.watch.allow(/401 .*\/api\/v1\/session/)
      for (const width of WIDTHS) {
        const look = { theme, viewport: size(width), locale: lang, ...(width < 600 ? { hasTouch: true, isMobile: true } : {}) }
        const page = await (await world.context(look)).newPage()
        await page.goto('/login')
        await expect(page.locator('input[name=email]')).toBeVisible()
        await page.waitForLoadState('networkidle')
        await shoot(page, 'sign-in', lang, theme, width)
        await page.context().close()

        const shop = await world.shop({ lang, ...look })
        await shoot(shop.page, 'shop', lang, theme, width)
        await shop.open()
        await shoot(shop.page, 'widget-open', lang, theme, width)
        const question = lang === 'en' ? 'My parcel says delivered, but I have nothing.' : '我的包裹显示已签收，但是没有收到'
        await shop.write(question)
        const desk = await world.desk('linwei', { lang })
        await desk.inbox('all')
        await desk.open(question)
        await desk.reply(lang === 'en' ? 'Hello, I am on it. Let me call the courier.' : '您好，我是林薇。已经联系快递员核实，稍后给您答复。')
        await desk.field.pressSequentially('…')
        await expect(shop.panel.locator('.dots')).toBeVisible()
        await shoot(shop.page, 'widget-conversation', lang, theme, width)
        await desk.field.fill('')
        await desk.thread.getByRole('button', { name: desk.say('inbox.thread.resolve'), exact: true }).click()
        await shop.panel.getByRole('radio', { name: shop.say('widget.score5') }).or(shop.panel.getByRole('button', { name: shop.say('widget.score5') })).first().click()
        await shoot(shop.page, 'widget-rating', lang, theme, width)
        await shop.page.context().close()
        await desk.page.context().close()
      }
    })

test('@screens widget before the chat and outside business hours', async ({ world }) => {
  test.setTimeout(120_000)
  const admin = await world.desk('admin')
  type Channel = { id: string; version: number; settings: { calendarId: string; preChat: object } }
  const channel = (await admin.api<{ items: Channel[] }>('GET', '/channels')).items[0]
  if (!channel) throw new Error('the sample has no channel')
  const patch = async (settings: object) => {
    const now = await admin.api<Channel>('GET', `/channels/${channel.id}`)
    await admin.api('PATCH', `/channels/${channel.id}`, { version: now.version, settings: { ...now.settings, ...settings } })
  }
  const everywhere = async (name: string, heading: string) => {
    for (const lang of LANGS)
      for (const theme of THEMES)
        for (const width of WIDTHS) {
          const shop = await world.shop({ lang, theme, viewport: size(width), ...(width < 600 ? { hasTouch: true, isMobile: true } : {}) })
          await shop.launcher.click()
          await expect(shop.panel.getByRole('heading', { name: shop.say(heading) })).toBeVisible()
          await shoot(shop.page, name, lang, theme, width)
          await shop.page.context().close()
        }
  }
  await patch({ preChat: { on: true, name: 'required', email: 'optional', phone: 'off' } })
  await everywhere('widget-pre-chat', 'widget.before')
  await patch({ preChat: { on: false, name: 'off', email: 'off', phone: 'off' } })
  const closed = await admin.api<{ id: string }>('POST', '/calendars', { name: 'Closed', timezone: 'Asia/Shanghai', hours: { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] } })
  await patch({ calendarId: closed.id })
  await everywhere('widget-offline', 'widget.leave')
  await patch({ calendarId: '' })
})

for (const lang of LANGS)
  for (const theme of THEMES)
    test(`@screens first start ${lang} ${theme}`, async ({ world }) => {
      test.setTimeout(120_000)
      const t = say(lang)
      world.watch.allow(/401 .*\/api\/v1\/session/)
      const server = await Server.start({ demo: false })
      try {
        const page = await (await world.context({ theme, locale: lang, baseURL: server.url })).newPage()
        await page.goto('/')
        const next = () => page.getByRole('button', { name: t('common.next') }).click()
        const both = async (name: string) => {
          for (const width of WIDTHS) {
            await page.setViewportSize(size(width))
            await shoot(page, name, lang, theme, width)
          }
          await page.setViewportSize(size(1440))
        }
        await page.getByRole('textbox', { name: t('setup.workspace.name') }).fill(lang === 'en' ? 'Harbour Books' : '海边书店')
        await both('setup-1-workspace')
        await next()
        await page.getByRole('textbox', { name: t('auth.name') }).fill(lang === 'en' ? 'Emma Clarke' : '王晓燕')
        await page.getByRole('textbox', { name: t('auth.email') }).fill('owner@books.example')
        await page.locator('input[type=password]').first().fill('quiet harbour lantern 9')
        await both('setup-2-account')
        await page.getByRole('button', { name: t('setup.admin.action') }).click()
        await expect(page.getByRole('heading', { name: t('setup.widget.title') })).toBeVisible()
        await both('setup-3-widget')
        await next()
        await expect(page.getByText(t('setup.install.waiting'))).toBeVisible()
        await both('setup-4-install')
        const [tab] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: t('setup.install.open') }).click()])
        const visitor = new Shop(tab, lang)
        await visitor.open()
        await visitor.write(lang === 'en' ? 'Hello, does it work?' : '你好，收到了吗？')
        await expect(page.getByText(t('setup.install.received'))).toBeVisible()
        await next()
        await both('setup-5-invite')
      } finally {
        await world.close()
        await server.stop()
      }
    })
