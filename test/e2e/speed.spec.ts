import { expect, test } from './support/test'
import { visit } from './support/visits'

test('a long list stays small in the page, and typing goes on while the list is busy', async ({ world }) => {
  const desk = await world.desk('admin')
  const { url } = world.server
  const { items } = await desk.api<{ items: { widgetKey: string }[] }>('GET', '/channels')
  const key = items[0]?.widgetKey ?? ''
  const COUNT = Number(process.env.FRONTDESK_E2E_CONVERSATIONS ?? 600)
  const writers: ((text: string) => Promise<void>)[] = []
  for (let i = 0; i < COUNT; i += 20) writers.push(...(await Promise.all(Array.from({ length: 20 }, (_, j) => visit(url, key, `Load ${i + j}`)))))

  await desk.page.addInitScript(() => {
    const seen = ((window as unknown as { long: number[] }).long = [])
    new PerformanceObserver((list) => seen.push(...(list.getEntries().map((each) => each.duration) as never[]))).observe({ type: 'longtask' })
  })
  await desk.inbox('all')
  await expect(desk.list.getByRole('option').first()).toBeVisible()
  await desk.page.evaluate(() => ((window as unknown as { long: number[] }).long.length = 0))
  const scrolled = await desk.list.getByRole('listbox').evaluate(async (box) => {
    let most = 0
    for (let i = 0; i < 120; i++) {
      box.scrollTop += 400
      await new Promise((done) => requestAnimationFrame(done))
      most = Math.max(most, box.querySelectorAll('[role=option]').length)
    }
    return { most, top: box.scrollTop }
  })
  const tasks = await desk.page.evaluate(() => (window as unknown as { long: number[] }).long)
  console.log(`scrolled ${scrolled.top} px, at most ${scrolled.most} rows in the page, long tasks: ${tasks.map(Math.round).join(', ') || 'none'}`)
  expect(scrolled.top).toBeGreaterThan(2_000)
  expect(scrolled.most).toBeLessThan(60)

  await desk.list.getByRole('option').first().click()
  await desk.field.focus()
  let [busy, sent, turn] = [true, 0, 0]
  const noise = (async () => {
    while (busy) {
      const write = writers[turn++ % writers.length]
      void write?.(`Event ${turn}`).then(() => sent++, () => {})
      await new Promise((done) => setTimeout(done, 20))
    }
  })()
  await desk.field.evaluate((field) => {
    const times = ((window as unknown as { keys: number[] }).keys = [])
    field.addEventListener('keydown', () => {
      const at = performance.now()
      requestAnimationFrame(() => setTimeout(() => times.push((performance.now() - at) as never)))
    })
  })
  const text = 'typing while the shop is full of people'
  await desk.field.pressSequentially(text, { delay: 40, timeout: 60_000 })
  busy = false
  await noise
  const keys = (await desk.page.evaluate(() => (window as unknown as { keys: number[] }).keys)).sort((a, b) => a - b)
  const at = (share: number) => Math.round(keys[Math.min(keys.length - 1, Math.floor(keys.length * share))] ?? 0)
  console.log(`${sent} events arrived while typing; key to paint: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`)
  await expect(desk.field).toHaveValue(text)
  expect(sent).toBeGreaterThan(20)
  await desk.field.fill('')
})
