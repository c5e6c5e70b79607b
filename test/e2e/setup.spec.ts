import { Server } from './support/server'
import { expect, test, World } from './support/test'
import { Shop } from './support/shop'

test('an empty house: the guide leads to the first answered chat', async ({ browser, viewport, say }) => {
  const server = await Server.start({ demo: false })
  const world = new World(browser, server, 'zh-CN', { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport, reducedMotion: 'reduce' })
  try {
    const context = await world.context()
    const page = await context.newPage()
    await page.goto('/')
    await expect(page.getByRole('heading', { name: say('setup.workspace.title') })).toBeVisible()

    await test.step('the workspace', async () => {
      await page.getByRole('button', { name: say('common.next') }).click()
      await expect(page.getByText(say('setup.workspace.missing'))).toBeVisible()
      await page.getByRole('textbox', { name: say('setup.workspace.name') }).fill('海边书店')
      await page.getByRole('button', { name: say('common.next') }).click()
    })

    await test.step('the administrator', async () => {
      await page.getByRole('textbox', { name: say('auth.name') }).fill('王店长')
      await page.getByRole('textbox', { name: say('auth.email') }).fill('owner@books.example')
      await page.locator('input[type=password]').first().fill('quiet harbour lantern 9')
      await page.getByRole('button', { name: say('setup.admin.action') }).click()
    })

    await test.step('no template', async () => {
      await page.getByRole('radio', { name: say('start.trade.empty') }).click()
      await page.getByRole('button', { name: say('common.next') }).click()
    })

    await test.step('the web chat, and a message from the test page', async () => {
      await expect(page.getByRole('heading', { name: say('setup.widget.title') })).toBeVisible()
      await page.getByRole('button', { name: say('common.next') }).click()
      await expect(page.getByText(say('setup.install.waiting'))).toBeVisible()
      const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: say('setup.install.open') }).click()])
      const visitor = new Shop(tab, 'zh-CN')
      await visitor.open()
      await visitor.write('你好，第一条消息')
      await expect(page.getByText(say('setup.install.received'))).toBeVisible()
      await page.getByRole('button', { name: say('common.next') }).click()

      await page.getByPlaceholder(say('setup.invite.placeholder')).fill('anna@books.example')
      await page.getByRole('button', { name: say('people.invite.action') }).click()
      await expect(page.getByText(say('people.invite.link', { email: 'anna@books.example' }))).toBeVisible()
      await page.getByRole('button', { name: say('setup.finish') }).click()

      const log = page.getByRole('log')
      await expect(log.getByText('你好，第一条消息')).toBeVisible()
      await page.locator('textarea[data-composer]').fill('您好，欢迎光临海边书店！')
      await page.keyboard.press('Control+Enter')
      await expect(visitor.log.getByText('您好，欢迎光临海边书店！')).toBeVisible()
    })

    await test.step('it cannot be founded twice', async () => {
      const again = await world.context()
      const other = await again.newPage()
      await other.goto('/setup')
      await expect(other.getByRole('textbox', { name: say('auth.email') })).toBeVisible()
      const second = await other.request.post('/api/v1/setup', { data: { workspace: 'x', slug: 'x', locale: 'en', timezone: 'UTC', name: 'x', email: 'x@x.example', password: 'quiet harbour lantern 9' } })
      expect(second.ok()).toBe(false)
    })
    // Asking whether somebody is signed in is answered with 401.
    expect(world.watch.problems.filter((each) => !/401/.test(each))).toEqual([])
  } finally {
    await world.close()
    await server.stop()
  }
})
