import type { Locator, Page } from '@playwright/test'
import { Desk } from './support/desk'
import { Server } from './support/server'
import { Shop } from './support/shop'
import { expect, test, World } from './support/test'

const PASSWORD = 'quiet harbour lantern 9'
/** Twenty people as they stand in a sheet of a spreadsheet: two of them at the VIP desk, one of whom speaks English. */
const PEOPLE = Array.from({ length: 20 }, (_, at) => ({
  email: `agent${at + 1}@sea.example`,
  name: `坐席${String(at + 1).padStart(2, '0')}`,
  alias: `A${String(at + 1).padStart(2, '0')}`,
  team: at < 10 ? '售前咨询' : at < 18 ? '售后服务' : 'VIP 专席',
}))

/** Hands of an administrator: does it, and counts what a person would do for it. */
class Hands {
  clicks = 0
  keys = 0
  constructor(readonly page: Page) {}

  async click(target: Locator) {
    this.clicks++
    await target.click()
  }
  async type(target: Locator, text: string) {
    this.clicks++
    this.keys += text.length
    await target.fill(text)
  }
  /** What is copied elsewhere and put here: two keys, however long it is. */
  async paste(target: Locator, text: string) {
    this.clicks++
    this.keys += 2
    await target.fill(text)
  }
  async choose(list: Locator, option: string) {
    await this.click(list)
    await this.click(this.page.getByRole('option', { name: option, exact: true }))
  }
  /** Seconds at the rates of somebody who sees it for the first time: 3 s to find and press, two keys a second, and a page read for 10 s. */
  estimate(pages: number): number {
    return Math.round(this.clicks * 3 + this.keys / 2 + pages * 10)
  }
}

test('@figures a shop with twenty agents, three queues, VIP and English skills stands within ten minutes', async ({ browser, viewport, say }) => {
  test.setTimeout(300_000)
  const server = await Server.start({ demo: false })
  const world = new World(browser, server, 'zh-CN', { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport, reducedMotion: 'reduce' })
  try {
    const context = await world.context()
    const page = await context.newPage()
    const hands = new Hands(page)
    const button = (key: string, args?: Record<string, string | number>) => page.getByRole('button', { name: say(key, args), exact: true })
    const began = Date.now()
    let pages = 0

    await test.step('the workspace, its trade, its chat', async () => {
      await page.goto('/')
      await hands.type(page.getByRole('textbox', { name: say('setup.workspace.name') }), '海边家居')
      await hands.click(button('common.next'))
      await hands.type(page.getByRole('textbox', { name: say('auth.name') }), '王店长')
      await hands.type(page.getByRole('textbox', { name: say('auth.email') }), 'owner@sea.example')
      await hands.type(page.locator('input[type=password]').first(), PASSWORD)
      await hands.click(button('setup.admin.action'))
      await hands.click(page.getByRole('radio', { name: '电商零售' }))
      await hands.click(button('start.trade.next'))
      await hands.click(page.getByRole('checkbox', { name: say('setup.widget.hours', { name: '商城客服时间' }) })) // this is tried at any hour
      await hands.click(button('common.next'))
      await hands.click(button('setup.install.skip'))
      pages += 5
    })

    const links: string[] = []
    await test.step('twenty people from a spreadsheet, with a team that is not there yet', async () => {
      await hands.click(button('setup.invite.many'))
      const dialog = page.getByRole('dialog')
      await hands.paste(dialog.getByRole('textbox', { name: say('people.many.list') }), PEOPLE.map((one) => [one.email, one.name, one.alias, one.team].join('\t')).join('\n'))
      await expect(dialog.getByText(say('people.many.newTeams', { names: 'VIP 专席' }))).toBeVisible()
      await hands.click(dialog.getByRole('button', { name: say('people.many.run', { count: 20 }), exact: true }))
      const list = dialog.getByRole('list', { name: say('people.many.links') })
      await expect(list.getByRole('listitem')).toHaveCount(20)
      links.push(...(await list.getByRole('textbox').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))))
      await hands.click(dialog.getByRole('button', { name: say('people.many.copy'), exact: true }))
      await hands.click(dialog.getByRole('button', { name: say('common.done'), exact: true }))
      await hands.click(button('setup.finish'))
      pages += 2
    })

    await test.step('three queues, their rules and skills from the example, each with its team', async () => {
      await page.goto('/settings/routing')
      await hands.click(button('routing.examples'))
      const dialog = page.getByRole('dialog')
      for (const queue of ['售前咨询', '售后服务', 'VIP 专席']) await expect(dialog.getByRole('combobox', { name: say('routing.examples.who.of', { queue }) })).toHaveText(queue)
      await hands.click(dialog.getByRole('button', { name: say('routing.examples.use'), exact: true }))
      await expect(page.getByRole('row', { name: /VIP 专席/ })).toBeVisible()
      pages += 2
    })

    await test.step('hours of one of them', async () => {
      await hands.click(page.getByRole('link', { name: '售后服务', exact: true }))
      await hands.click(button('routing.more.show'))
      await hands.choose(page.getByRole('combobox', { name: say('routing.part.calendar') }), '售后处理时间')
      pages += 1
    })

    await test.step('levels of many at once, before anybody has come', async () => {
      await hands.click(page.getByRole('navigation', { name: say('routing.tabs') }).getByRole('link', { name: say('routing.tab.people'), exact: true }))
      const pick = (at: number) => page.getByRole('checkbox', { name: say('routing.desks.pick', { name: PEOPLE[at]?.name ?? '' }), exact: true })
      const level = page.getByRole('combobox', { name: say('routing.desks.picked.level'), exact: true })
      const skill = page.getByRole('combobox', { name: say('routing.desks.picked.skill'), exact: true })
      const apply = async (people: number[], named: string, value: number) => {
        for (const at of people) await hands.click(pick(at))
        await hands.choose(skill, named)
        await hands.choose(level, say('routing.desks.picked.set', { level: value }))
        await hands.click(button('routing.desks.picked.apply'))
        for (const at of people) await expect(page.getByLabel(say('routing.desks.cell', { skill: named, name: PEOPLE[at]?.name ?? '' }))).toHaveValue(String(value))
        await hands.click(button('routing.desks.picked.clear'))
      }
      await apply([18, 19], 'VIP 接待', 4)
      await apply([0, 18], '英语', 4)
      await apply([10, 11, 12, 13], '退换货', 3)
      pages += 1
    })

    await test.step('in force', async () => {
      const bar = page.locator('[data-plan-bar]')
      await expect(bar.getByText(say('routing.bar.saved'))).toBeVisible()
      await hands.click(bar.getByRole('button', { name: say('routing.bar.publish'), exact: true }))
      await hands.click(page.getByRole('dialog').getByRole('button', { name: say('routing.bar.publish'), exact: true }))
      await expect(bar).toBeHidden()
      pages += 1
    })

    const took = (Date.now() - began) / 1000
    const estimate = hands.estimate(pages)
    console.log(`set up: ${hands.clicks} clicks, ${hands.keys} keys, ${pages} pages; ${took.toFixed(1)} s here, about ${Math.floor(estimate / 60)} min ${estimate % 60} s by hand`)
    expect(estimate).toBeLessThan(600)

    const { csrf, user } = (await (await context.request.get('/api/v1/session')).json()) as { csrf: string; user: { id: string; name: string } }
    const boss = new Desk(page, 'zh-CN', csrf, user)
    const { widgetKey } = ((await boss.api<{ items: { widgetKey: string }[] }>('GET', '/channels')).items[0] ?? { widgetKey: '' })

    /** Somebody comes by the link that they were given, and is there. */
    async function joins(at: number): Promise<Desk> {
      const tab = await (await world.context()).newPage()
      await tab.goto(links[at] ?? '')
      await expect(tab.getByRole('textbox', { name: say('auth.name') })).toHaveValue(PEOPLE[at]?.name ?? '')
      await tab.locator('input[type=password]').first().fill(PASSWORD)
      await tab.getByRole('button', { name: say('auth.invite.action'), exact: true }).click()
      await expect(tab).toHaveURL(/\/inbox/)
      const session = (await (await tab.request.get('/api/v1/session')).json()) as { csrf: string; user: { id: string; name: string } }
      const desk = new Desk(tab, 'zh-CN', session.csrf, session.user)
      await desk.api('PUT', '/presence/me', { state: 'online' })
      return desk
    }
    const visitor = async (lang: 'zh-CN' | 'en') => {
      const shop = new Shop(await (await world.context({ locale: lang === 'en' ? 'en-GB' : 'zh-CN' })).newPage(), lang)
      await shop.page.goto(`/setup/try?key=${widgetKey}`)
      await shop.open()
      return shop
    }
    const offered = (desk: Desk, text: string) => desk.page.locator('[data-offer]').filter({ hasText: text })
    const regular = await visitor('zh-CN')
    await test.step('somebody has asked before, and is VIP since', async () => {
      await regular.write('你好，我是老客户')
      const { items } = await boss.api<{ items: { id: string; customerId: string }[] }>('GET', '/conversations?view=all')
      const { id, customerId } = items[0] ?? { id: '', customerId: '' }
      const customer = await boss.api<{ version: number }>('GET', `/customers/${customerId}`)
      await boss.api('PATCH', `/customers/${customerId}`, { version: customer.version, level: 'vip' })
      await boss.api('POST', `/conversations/${id}/resolve`, {})
    })
    const [english, sales, vip] = [await joins(0), await joins(1), await joins(19)]

    await test.step('who writes English reaches the one who speaks it', async () => {
      const shop = await visitor('en')
      await shop.write('Do you ship to Norway?')
      await expect(offered(english, 'Norway')).toBeVisible()
      await english.page.keyboard.press('Alt+Enter')
      await expect(english.log.getByText('Do you ship to Norway?')).toBeVisible()
      await english.reply('Yes, within five days.')
      await expect(shop.log.getByText('Yes, within five days.')).toBeVisible()
    })

    await test.step('an ordinary customer reaches somebody of sales, and not the VIP desk', async () => {
      const shop = await visitor('zh-CN')
      await shop.write('这款灯有几种颜色？')
      await expect(offered(sales, '几种颜色')).toBeVisible()
      await sales.page.keyboard.press('Alt+Enter')
      await expect(sales.log.getByText('这款灯有几种颜色？')).toBeVisible()
      await expect(offered(vip, '几种颜色')).toHaveCount(0)
    })

    await test.step('a customer who has become VIP reaches the VIP desk', async () => {
      await regular.write('我的订单到哪儿了？')
      await expect(offered(vip, '订单到哪儿了')).toBeVisible()
      await vip.page.keyboard.press('Alt+Enter')
      await expect(vip.log.getByText('我的订单到哪儿了？')).toBeVisible()
      const { items } = await boss.api<{ items: { outcome: string; names: Record<string, string> }[] }>('GET', `/routing/work/${vip.current()}/decisions`)
      expect(items[0]?.outcome).toBe('accepted')
      expect(Object.values(items[0]?.names ?? {})).toEqual(expect.arrayContaining(['VIP 专席', PEOPLE[19]?.name]))
    })
    // Asking whether somebody is signed in is answered with 401.
    expect(world.watch.problems.filter((each) => !/401/.test(each))).toEqual([])
  } finally {
    await world.close()
    await server.stop()
  }
})
