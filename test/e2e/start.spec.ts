import { Server } from './support/server'
import { expect, test, World } from './support/test'
import { Shop } from './support/shop'

test('an empty house: a trade is chosen, and the list of steps ends with the first answered chat', async ({ browser, viewport, say }) => {
  const server = await Server.start({ demo: false })
  const world = new World(browser, server, 'zh-CN', { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport, reducedMotion: 'reduce' })
  try {
    const context = await world.context()
    const page = await context.newPage()
    const guide = page.getByRole('region', { name: say('start.guide.title') })
    const step = (key: string) => guide.locator(`[data-step=${key}]`)
    const done = (key: string) => expect(guide.locator(`[data-step=${key}][data-done]`)).toBeVisible()

    await test.step('the house is founded, and its trade chosen', async () => {
      await page.goto('/')
      await page.getByRole('textbox', { name: say('setup.workspace.name') }).fill('海边家居')
      await page.getByRole('button', { name: say('common.next') }).click()
      await page.getByRole('textbox', { name: say('auth.name') }).fill('王店长')
      await page.getByRole('textbox', { name: say('auth.email') }).fill('owner@home.example')
      await page.locator('input[type=password]').first().fill('quiet harbour lantern 9')
      await page.getByRole('button', { name: say('setup.admin.action') }).click()
      await expect(page.getByRole('heading', { name: say('start.trade.title') })).toBeVisible()
      await expect(page.getByRole('radio')).toHaveCount(7)
      await page.getByRole('radio', { name: '电商零售' }).click()
      await page.getByRole('button', { name: say('start.trade.next') }).click()
      await expect(page.getByRole('heading', { name: say('setup.widget.title') })).toBeVisible()
      await expect(page.getByRole('checkbox', { name: say('setup.widget.hours', { name: '商城客服时间' }) })).toBeChecked()
    })

    await test.step('the rest later: the list knows what is done', async () => {
      await page.getByRole('button', { name: say('setup.later') }).click()
      await done('trade')
      await expect(step('channel')).not.toHaveAttribute('data-done')
    })

    await test.step('what the trade brought is there', async () => {
      const named = async (path: string) => ((await (await context.request.get(`/api/v1${path}`)).json()) as { items: { name: string }[] }).items.map((each) => each.name)
      expect(await named('/teams')).toContain('售后服务')
      expect(await named('/calendars')).toContain('商城客服时间')
      await page.goto('/settings/faq')
      await expect(page.getByText('怎么申请退货？').first()).toBeVisible()
    })

    await test.step('the settings show it, and applying again finds nothing new', async () => {
      await step('trade').click()
      await expect(page.getByText(say('start.chosen'), { exact: true })).toBeVisible()
      await page.getByRole('button', { name: `${say('start.look')}: 电商零售` }).click()
      await expect(page.getByText(say('start.apply.nothing'))).toBeVisible()
      await page.getByRole('button', { name: say('start.back') }).click()
      await page.getByRole('button', { name: `${say('start.look')}: 医院` }).click()
      const words = page.locator('[data-part=words]')
      for (const part of ['teams', 'hours', 'tags', 'fields', 'summaries', 'replies', 'faq']) await page.locator(`[data-part=${part}]`).getByRole('checkbox').click()
      await words.getByRole('button', { name: say('start.show', { part: say('start.part.words') }) }).click()
      await expect(words.getByText('包治')).toBeVisible()
      await page.getByRole('button', { name: say('start.apply'), exact: true }).click()
      await expect(page.locator('[data-outcome]')).toContainText(say('start.outcome.added', { count: 5 }))
      await expect(page.getByText(say('start.apply.nothing'))).toBeVisible()
    })

    await test.step('help beside a title leads into the guide', async () => {
      await page.goto('/settings/hours')
      await page.getByRole('button', { name: say('help.open') }).click()
      await expect(page.getByText(say('help.hours'))).toBeVisible()
      await page.getByRole('link', { name: say('help.more') }).click()
      await expect(page.getByRole('heading', { name: '工作时间', exact: true })).toBeInViewport()
    })

    await test.step('chat, message, answer, colleague', async () => {
      const { csrf } = (await (await context.request.get('/api/v1/session')).json()) as { csrf: string }
      const made = await context.request.post('/api/v1/channels', { headers: { 'X-Frontdesk-CSRF': csrf }, data: { name: '商城' } })
      expect(made.ok(), await made.text()).toBe(true)
      await done('channel')
      const [tab] = await Promise.all([context.waitForEvent('page'), step('message').click()])
      const visitor = new Shop(tab, 'zh-CN')
      await visitor.open()
      await visitor.write('请问怎么退货？')
      await done('message')
      await page.bringToFront()
      await step('reply').click()
      await expect(page.getByRole('log').getByText('请问怎么退货？')).toBeVisible()
      await page.locator('textarea[data-composer]').fill('您好，请在“我的订单”里申请退货。')
      await page.keyboard.press('Control+Enter')
      await expect(visitor.log.getByText('您好，请在“我的订单”里申请退货。')).toBeVisible()
      await done('reply')
      await step('people').click()
      await page.getByRole('button', { name: say('people.invite') }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: say('auth.email') }).fill('anna@home.example')
      await dialog.getByRole('button', { name: say('people.invite.action') }).click()
      await expect(dialog.getByText(say('people.invite.link', { email: 'anna@home.example' }))).toBeVisible()
      await dialog.getByRole('button', { name: say('common.done') }).click()
      const finished = page.getByRole('region', { name: say('start.guide.title') })
      await finished.getByRole('button', { name: say('start.guide.finish'), exact: true }).click()
      await expect(finished).toBeHidden()
      await page.reload()
      await expect(page.getByRole('heading', { name: say('people.title'), level: 1 })).toBeVisible()
      await expect(finished).toBeHidden()
    })
    // Asking whether somebody is signed in is answered with 401.
    expect(world.watch.problems.filter((each) => !/401/.test(each))).toEqual([])
  } finally {
    await world.close()
    await server.stop()
  }
})
