import { expect, test } from './support/test'

type Plan = { queues: { id: string; name: string; teams?: string[] }[]; rules: { name: string; when: string }[]; skills: { name: string }[] }
type Published = { number: number; note?: string; plan: Plan }

test('routing: skills, a VIP queue with a rule, levels, a hint, publish, and the way back', async ({ world, say }) => {
  world.watch.allow(/422 .*\/routing\/draft/) // what is wrong is named beside its field
  const boss = await world.desk('admin')
  const { page } = boss
  const mark = String(Date.now()).slice(-5)
  const before = await boss.api<Published>('GET', '/routing/plan')
  const tab = (name: string) => page.getByRole('navigation', { name: say('routing.tabs') }).getByRole('link', { name: new RegExp(`^${say(`routing.tab.${name}`)}`) }).click()
  const bar = page.locator('[data-plan-bar]')
  const draft = () => boss.api<{ plan: Plan }>('GET', '/routing/draft')

  await test.step('two skills', async () => {
    await page.goto('/settings/routing/skills')
    for (const name of [`Gold ${mark}`, `Welsh ${mark}`]) {
      await page.getByLabel(say('routing.skills.new')).fill(name)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('textbox', { name: say('routing.skills.name') }).last()).toHaveValue(name)
    }
    await expect.poll(async () => (await draft()).plan.skills.length).toBe(before.plan.skills.length + 2)
  })

  await test.step('a queue that asks for a skill nobody has says so', async () => {
    await tab('queues')
    await page.getByRole('button', { name: say('routing.queue.add'), exact: true }).click()
    await page.getByRole('textbox', { name: say('routing.part.name') }).fill(`VIP ${mark}`)
    await page.getByRole('button', { name: say('routing.needs.add'), exact: true }).click()
    await page.getByRole('button', { name: say('routing.needs.skill'), exact: true }).click()
    await page.getByRole('option', { name: `Gold ${mark}` }).click()
    await page.keyboard.press('Escape')
    await expect(page.locator('form').getByText(say('routing.needs.level.from', { level: '3' }))).toBeVisible()
    await expect(bar.getByRole('button', { name: say('routing.bar.warnings', { count: 1 }) })).toBeVisible()
  })

  await test.step('a field that is wrong is named beside it, and keeps the draft from being saved', async () => {
    await page.getByRole('textbox', { name: say('routing.part.name') }).fill('')
    await expect(bar.getByText(say('routing.bar.problems', { count: 1 }))).toBeVisible()
    await expect(bar.getByRole('button', { name: say('routing.bar.publish'), exact: true })).toBeDisabled()
    await page.getByRole('textbox', { name: say('routing.part.name') }).fill(`VIP ${mark}`)
    await expect(bar.getByText(say('routing.bar.saved'))).toBeVisible()
  })

  await test.step('a rule from the builder, and a broken expression', async () => {
    await tab('rules')
    await page.getByRole('button', { name: say('routing.rules.add'), exact: true }).first().click()
    await page.getByRole('textbox', { name: say('routing.part.name') }).fill(`To VIP ${mark}`)
    await page.getByRole('button', { name: say('routing.rule.test.add'), exact: true }).click()
    await page.getByRole('combobox', { name: say('routing.rule.test.field') }).click()
    await page.getByRole('option', { name: say('routing.field.level'), exact: true }).click()
    await page.getByRole('button', { name: say('routing.rule.test.value'), exact: true }).click()
    await page.getByRole('option', { name: say('routing.level.vip'), exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: say('routing.part.queue') }).click()
    await page.getByRole('option', { name: `VIP ${mark}`, exact: true }).click()
    await expect.poll(async () => (await draft()).plan.rules.at(-1)?.when).toBe('customer.level in ["vip"]')

    await page.getByRole('button', { name: say('routing.rule.expression'), exact: true }).click()
    const text = page.getByRole('textbox', { name: say('routing.rule.expression.label'), exact: true })
    await text.fill('customer.level ==')
    await expect(bar.getByText(say('routing.bar.problems', { count: 1 }))).toBeVisible()
    await expect(text).toHaveAccessibleDescription(/1/) // the line and the column
    await text.fill('customer.level == "vip"')
    await expect(bar.getByText(say('routing.bar.saved'))).toBeVisible()
  })

  await test.step('somebody gets a level by keyboard, and the hint goes', async () => {
    await tab('people')
    const cell = page.getByLabel(say('routing.desks.cell', { skill: `Gold ${mark}`, name: boss.me.name }))
    await cell.focus()
    await page.keyboard.press('4')
    await expect(cell).toHaveValue('4')
    await expect(bar.getByRole('button', { name: say('routing.bar.warnings', { count: 1 }) })).toBeHidden()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByLabel(say('routing.desks.cell', { skill: `Welsh ${mark}`, name: boss.me.name }))).toBeFocused()
  })

  await test.step('a level for everybody who is chosen, by the bar and by one of their cells', async () => {
    const { items } = await boss.api<{ items: { userId: string; name: string }[] }>('GET', '/routing/desks')
    const [first, second] = [boss.me.name, items.find((one) => one.name !== boss.me.name)?.name ?? '']
    const welsh = (name: string) => page.getByLabel(say('routing.desks.cell', { skill: `Welsh ${mark}`, name }))
    for (const name of [first, second]) await page.getByRole('checkbox', { name: say('routing.desks.pick', { name }), exact: true }).click()
    await page.getByRole('combobox', { name: say('routing.desks.picked.skill'), exact: true }).click()
    await page.getByRole('option', { name: `Welsh ${mark}`, exact: true }).click()
    await page.getByRole('button', { name: say('routing.desks.picked.apply'), exact: true }).click()
    for (const name of [first, second]) await expect(welsh(name)).toHaveValue('3')
    await welsh(second).focus()
    await page.keyboard.press('5')
    await expect(welsh(first)).toHaveValue('5')
    await page.getByRole('button', { name: say('routing.desks.picked.clear'), exact: true }).click()
  })

  await test.step('the time machine plays the last month under the draft', async () => {
    await tab('rehearse')
    await page.getByRole('button', { name: say('routing.rehearse.span.month'), exact: true }).click()
    await page.getByRole('button', { name: say('routing.rehearse.go'), exact: true }).click()
    const result = page.locator('[data-rehearsal]')
    await expect(result.getByRole('row', { name: new RegExp(`^${say('routing.rehearse.figure.wait')}`) })).toBeVisible()
    await expect(result.getByRole('row', { name: new RegExp(`^VIP ${mark}`) })).toBeVisible()
    await expect(result.getByRole('heading', { name: new RegExp(say('routing.rehearse.moved', { count: 2 }).replace('2', '\\d+')) })).toBeVisible()
  })

  const dialog = page.getByRole('dialog')
  await test.step('published with a note', async () => {
    await bar.getByRole('button', { name: say('routing.bar.publish'), exact: true }).click()
    await dialog.getByRole('textbox', { name: say('routing.publish.note') }).fill(`For gold ${mark}`)
    await dialog.getByRole('button', { name: say('routing.bar.publish'), exact: true }).click()
    await expect(dialog).toBeHidden()
    const now = await boss.api<Published>('GET', '/routing/plan')
    expect([now.number, now.note, now.plan.queues.at(-1)?.name]).toEqual([before.number + 1, `For gold ${mark}`, `VIP ${mark}`])
  })

  await test.step('the versions say what changed, and the one before comes back', async () => {
    await tab('versions')
    await expect(page.getByText(`For gold ${mark}`)).toBeVisible()
    await page.getByRole('button', { name: say('routing.versions.diff') }).first().click()
    await expect(page.getByText(say('routing.change.added', { area: say('routing.area.queue'), name: `VIP ${mark}` }))).toBeVisible()
    await page.getByRole('button', { name: say('routing.versions.restore'), exact: true }).first().click()
    const sure = page.getByRole('alertdialog')
    await sure.getByRole('button', { name: say('routing.versions.restore'), exact: true }).click()
    await expect(sure).toBeHidden()
    const now = await boss.api<Published>('GET', '/routing/plan')
    expect([now.number, now.plan.queues]).toEqual([before.number + 2, before.plan.queues])
  })
})

test('routing: an example fills the draft; two who edit at once hear of each other', async ({ world, say }) => {
  world.watch.allow(/409 .*\/routing\/draft/)
  const [boss, other] = [await world.desk('admin'), await world.desk('supervisor')]
  const bar = (desk: typeof boss) => desk.page.locator('[data-plan-bar]')
  await other.page.goto('/settings/routing/points')
  await expect(other.page.getByLabel(say('routing.points.person'), { exact: true })).toBeVisible()

  await boss.page.goto('/settings/routing')
  await boss.page.getByRole('button', { name: say('routing.examples'), exact: true }).click()
  const dialog = boss.page.getByRole('dialog')
  await dialog.getByText(say('routing.examples.hospital'), { exact: true }).click()
  await dialog.getByRole('button', { name: say('routing.examples.use'), exact: true }).click()
  await expect(bar(boss).getByText(say('routing.bar.saved'))).toBeVisible()
  const { queues } = (await boss.api<{ plan: Plan }>('GET', '/routing/draft')).plan
  expect(queues).toHaveLength(3)
  // Each queue got a team of its name, made for it.
  const made = (await boss.api<{ items: { id: string; name: string }[] }>('GET', '/teams')).items.filter((team) => queues.some((queue) => queue.name === team.name))
  expect(queues.map((queue) => queue.teams)).toEqual(queues.map((queue) => made.filter((team) => team.name === queue.name).map((team) => team.id)))

  await other.page.getByLabel(say('routing.points.person'), { exact: true }).fill('120')
  await expect(bar(other).getByText(say('routing.bar.conflict', { name: boss.me.name }))).toBeVisible()
  await bar(other).getByRole('button', { name: say('routing.bar.conflict.theirs'), exact: true }).click()
  await expect(other.page.getByLabel(say('routing.points.person'), { exact: true })).toHaveValue('100')

  await bar(other).getByRole('button', { name: say('routing.bar.discard'), exact: true }).click()
  await other.page.getByRole('alertdialog').getByRole('button', { name: say('routing.bar.discard'), exact: true }).click()
  await expect(bar(other)).toBeHidden()
  for (const team of made) await boss.api('DELETE', `/teams/${team.id}`)
  const [now, kept] = [await boss.api<Published>('GET', '/routing/plan'), await boss.api<{ plan: Plan }>('GET', '/routing/draft')]
  expect(kept.plan).toEqual(now.plan)
})
