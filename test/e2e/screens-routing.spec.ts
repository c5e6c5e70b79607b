import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toPalette } from './support/palette'
import { settled } from './support/places'
import { Server } from './support/server'
import { expect, test, World, type Page } from './support/test'
import { say, type Lang } from './support/words'

const OUT = process.env.FRONTDESK_SCREENS ?? join(__dirname, '../../docs/screens')
type Queue = { id: string; name: string; teams: string[]; people: string[] }
type Draft = { plan: { queues: Queue[]; skills: { id: string; name: string }[]; rules: object[] }; base: number; version: number }

test.use({ trace: 'off' })
test.beforeAll(() => mkdirSync(OUT, { recursive: true }))

/** What the guides show of routing: a shop with a VIP desk at work, in a house of its own. */
for (const lang of ['zh-CN', 'en'] as const)
  test(`@screens routing for the guides ${lang}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const t = say(lang)
    const server = await Server.start({ demo: true })
    const world = new World(browser, server, lang, { locale: lang === 'en' ? 'en-GB' : 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    try {
      await world.openHours()
      const boss = await world.desk('admin', { lang })
      const { page } = boss
      const take = (name: string, of: Page = page) => picture(of, name, lang)
      const linwei = await world.desk('linwei', { lang })

      await page.goto('/settings/routing')
      await page.getByRole('button', { name: t('routing.examples'), exact: true }).click()
      await expect(page.getByRole('dialog').getByRole('combobox').first()).toBeVisible()
      await take('guide-routing-examples')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: t('routing.examples'), exact: true }).click()
      for (const queue of await page.getByRole('dialog').getByRole('combobox').all()) {
        await queue.click()
        await page.getByRole('option', { name: t('routing.queue.everybody'), exact: true }).or(page.getByRole('option', { name: t('routing.queue.always'), exact: true })).first().click()
      }
      await page.getByRole('dialog').getByRole('button', { name: t('routing.examples.use'), exact: true }).click()
      const bar = page.locator('[data-plan-bar]')
      await expect(bar.getByText(t('routing.bar.saved'))).toBeVisible()

      // The teams of the sample.
      const { items: people } = await boss.api<{ items: { userId: string; teamIds: string[] }[] }>('GET', '/routing/desks?limit=100')
      const teams = [...new Set(people.flatMap((one) => one.teamIds))]
      const draft = await boss.api<Draft>('GET', '/routing/draft')
      const [sales, after, vip] = draft.plan.queues
      if (!sales || !after || !vip) throw new Error('no queues')
      sales.teams = teams.slice(0, 1)
      after.teams = teams.slice(1, 2)
      vip.teams = teams.slice(2, 3)
      const saved = await boss.api<Draft>('PUT', '/routing/draft', { plan: draft.plan, base: draft.base, version: draft.version })
      const level = (skill: number, level: number, from: number, to: number) => boss.api('POST', '/routing/desks/change', { userIds: [...people.slice(from, to).map((one) => one.userId), ...(skill === 0 ? [linwei.me.id] : [])], skills: { [draft.plan.skills[skill]?.id ?? '']: level } })
      await level(0, 4, 0, 3)
      await level(1, 3, 2, 7)
      await level(1, 5, 4, 5)
      await level(2, 4, 5, 9)
      await page.reload()
      await expect(bar.getByText(t('routing.bar.saved'))).toBeVisible()
      await take('guide-routing')
      await page.goto('/settings/routing/people')
      for (const at of [1, 2, 3]) await page.getByRole('checkbox').nth(at).click()
      await take('guide-routing-people')
      await page.goto('/settings/routing/rehearse')
      await page.getByRole('button', { name: t('routing.rehearse.span.month'), exact: true }).click()
      await page.getByRole('button', { name: t('routing.rehearse.go'), exact: true }).click()
      await expect(page.locator('[data-rehearsal]').getByRole('row', { name: new RegExp(`^${t('routing.rehearse.figure.wait')}`) })).toBeVisible()
      await take('guide-routing-machine')
      // Only the question of the picture rings.
      const question = lang === 'en' ? 'Is the walnut desk still in stock, and how long is delivery?' : '胡桃木书桌还有货吗？多久能送到？'
      Object.assign(sales, { people: [], offer: { mode: 'pull', seconds: 20, onTimeout: 'next' } })
      Object.assign(vip, { teams: [], people: [linwei.me.id], needs: [], offer: { mode: 'push', seconds: 120, onTimeout: 'next' } })
      const rule = { id: `rul_${String(Date.now()).padStart(26, '0')}`, name: t('routing.level.vip'), on: true, when: `lower(conversation.text) contains "${question.slice(0, 12).toLowerCase()}"`, queue: vip.id, headStart: 300, stop: true }
      const ready = await boss.api<Draft>('PUT', '/routing/draft', { plan: { ...draft.plan, rules: [rule, ...draft.plan.rules] }, base: saved.base, version: saved.version })
      await boss.api('POST', '/routing/publish', { version: ready.version, note: t('routing.examples.shop') })

      const capacity = (await boss.api<{ items: { userId: string; version: number; skills: object }[] }>('GET', '/routing/desks?limit=100')).items.find((one) => one.userId === linwei.me.id)
      await boss.api('PUT', `/routing/desks/${linwei.me.id}`, { skills: capacity?.skills ?? {}, limits: {}, capacity: 1000, version: capacity?.version ?? 0 })
      await linwei.inbox('mine')
      await linwei.api('PUT', '/presence/me', { state: 'online' })
      const shop = await world.shop({ lang })
      await shop.open()
      await shop.write(question)
      const card = linwei.page.locator('[data-offer]').filter({ hasText: question })
      await expect(card.getByRole('timer')).toBeVisible({ timeout: 30_000 })
      await take('guide-offer', linwei.page)
      await linwei.page.keyboard.press('Alt+Enter')
      await expect(linwei.log.getByText(question, { exact: true })).toBeVisible()
      await boss.inbox('all', linwei.current())
      await boss.thread.getByRole('button', { name: t('inbox.thread.more') }).click()
      await page.getByRole('menuitem', { name: t('work.explain.open') }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await take('guide-why')
      await page.goto('/supervisor')
      await take('guide-supervisor')
      await page.goto('/reports/daily?period=month')
      await take('guide-daily')
    } finally {
      await world.close()
      await server.stop()
    }
  })

async function picture(page: Page, name: string, lang: Lang): Promise<void> {
  await settled({ page })
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(join(OUT, `${name}-${lang}-light-1440.png`), toPalette(shot))
}
