import { cpus, loadavg } from 'node:os'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from './support/test'
import { visit } from './support/visits'

const COUNT = Number(process.env.FRONTDESK_E2E_CONVERSATIONS ?? 10_000)
const EVENTS_A_SECOND = 50
const KEYS = 300
const FRAME = 1000 / 60

// What a trace records of every step costs more than the page itself.
test.use({ trace: 'off' })

type Row = Record<string, unknown> & { id: string; lastEntryAt: string }
type Answer = { items: Row[]; next?: string }

/**
 * Makes the list long: the first page is the server's and lives, what is below it is made of the same rows with other ids and
 * older times. It comes in pages of the size that the desk asks for.
 */
async function lengthen(context: BrowserContext): Promise<void> {
  let models: Row[] = []
  await context.route(/\/api\/v1\/conversations\?.*view=all/, async (route) => {
    const query = new URL(route.request().url()).searchParams
    const limit = Number(query.get('limit') ?? 50)
    const cursor = query.get('cursor')
    if (!cursor) {
      const response = await route.fetch()
      const page = (await response.json()) as Answer
      models = page.items
      return route.fulfill({ response, json: { ...page, next: String(page.items.length) } })
    }
    const from = Number(cursor)
    const oldest = Date.parse(models[models.length - 1]?.lastEntryAt ?? '')
    const items = Array.from({ length: Math.min(limit, COUNT - from) }, (_, i) => {
      const model = models[(from + i) % models.length] as Row
      return { ...model, id: `cnv_${String(from + i).padStart(26, '0')}`, number: 100_000 - from - i, unread: 0, lastEntryAt: new Date(oldest - (from + i) * 1000).toISOString() }
    })
    return route.fulfill({ json: { items, ...(from + limit < COUNT ? { next: String(from + limit) } : {}) } })
  })
  await context.route('**/api/v1/conversations/counts', async (route) => {
    const response = await route.fetch()
    return route.fulfill({ response, json: { ...((await response.json()) as object), all: COUNT } })
  })
}

type Seen = { tasks: number[]; gaps: number[]; /** Share of the time that the page's own thread computed: other programs do not change it. */ computed: number }

/** Counts frames, long tasks and computing time of the page from now on; the returned function says what was seen. */
async function watchFrames(page: Page): Promise<() => Promise<Seen>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0
    return { at: of('Timestamp'), computed: of('ThreadTime') }
  }
  await page.evaluate(() => {
    const seen = { tasks: [] as number[], gaps: [] as number[], on: true }
    ;(window as unknown as { seen: typeof seen }).seen = seen
    new PerformanceObserver((list) => seen.on && seen.tasks.push(...list.getEntries().map((each) => each.duration))).observe({ type: 'longtask' })
    let last = 0
    const next = (now: number) => {
      if (last) seen.gaps.push(now - last)
      last = now
      if (seen.on) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  const from = await read()
  return async () => {
    const to = await read()
    await devtools.detach()
    const seen = await page.evaluate(() => {
      const { seen } = window as unknown as { seen: { tasks: number[]; gaps: number[]; on: boolean } }
      seen.on = false
      return { tasks: seen.tasks, gaps: seen.gaps }
    })
    return { ...seen, computed: (to.computed - from.computed) / (to.at - from.at) }
  }
}

/** Above the number of processors, tasks wait for other programs and look longer than they are. */
const load = () => `${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors`
const dropped = (gaps: number[]) => gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME) - 1), 0)
const frames = (gaps: number[]) => Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / FRAME)
function at(values: number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)} ms`
}
const share = (gaps: number[]) => `${dropped(gaps)} of ${frames(gaps)} (${((dropped(gaps) / Math.max(1, frames(gaps))) * 100).toFixed(1)} %)`
const percent = (share: number) => `${(share * 100).toFixed(0)} % of the time`
const longest = (tasks: number[]) => (tasks.length ? `${Math.max(...tasks).toFixed(0)} ms (${tasks.length} over 50 ms)` : 'none over 50 ms')

function table(title: string, rows: readonly (readonly [string, string])[]): void {
  const wide = Math.max(...rows.map(([name]) => name.length))
  console.log([`\n${title}`, ...rows.map(([name, value]) => `  ${name.padEnd(wide)}  ${value}`)].join('\n'))
}

test('@figures ten thousand conversations, and typing while fifty events a second arrive', async ({ world }) => {
  test.setTimeout(300_000)
  const desk = await world.desk('admin')
  const { page } = desk
  const { items } = await desk.api<{ items: { widgetKey: string }[] }>('GET', '/channels')
  const writers = await Promise.all(Array.from({ length: 40 }, (_, i) => visit(world.server.url, items[0]?.widgetKey ?? '', `Visitor ${i}`)))
  await lengthen(page.context())
  let arrived = 0
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (arrived += String(payload).includes('"desk"') ? 1 : 0)))
  await desk.inbox('all')
  const box = desk.list.getByRole('listbox')
  await expect(desk.list.getByRole('option').first()).toBeVisible()

  const idle = await watchFrames(page)
  await page.waitForTimeout(3_000)
  const still = await idle()

  await box.hover()
  const scrolling = await watchFrames(page)
  const began = Date.now()
  const end = COUNT * 80
  let place = { top: 0, rows: 0 }
  let most = 0
  while (place.top + 1200 < end && Date.now() - began < 150_000) {
    for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 1200)
    place = await box.evaluate((node) => ({ top: node.scrollTop, rows: node.querySelectorAll('[role=option]').length }))
    most = Math.max(most, place.rows)
  }
  const scrolled = await scrolling()
  table(`List of ${COUNT} conversations (first page real, the others made by the test), wheel from top to bottom`, [
    ['reached', `${Math.round(place.top / 80)} rows in ${((Date.now() - began) / 1000).toFixed(1)} s, at most ${most} in the page`],
    ['longest task', longest(scrolled.tasks)],
    ['frames dropped', share(scrolled.gaps)],
    ['frame p50 / p95 / p99', `${at(scrolled.gaps, 0.5)} / ${at(scrolled.gaps, 0.95)} / ${at(scrolled.gaps, 0.99)}`],
    ['the page computed', percent(scrolled.computed)],
    ['at rest: frames dropped', share(still.gaps)],
    ['load of the machine', load()],
  ])
  expect(place.top + 1200).toBeGreaterThanOrEqual(end)
  expect(most).toBeLessThan(60)

  await box.evaluate((node) => node.scrollTo(0, 0))
  await desk.list.getByRole('option').first().click()
  await desk.field.focus()
  await page.evaluate(() => {
    const times = ((window as unknown as { keys: number[] }).keys = [] as number[])
    const after = new MessageChannel()
    let waiting: number[] = []
    // A message sent from a frame is read after that frame has been painted.
    after.port1.onmessage = () => {
      const now = performance.now()
      times.push(...waiting.map((pressed) => now - pressed))
      waiting = []
    }
    document.addEventListener('keydown', (event) => {
      requestAnimationFrame(() => {
        waiting.push(event.timeStamp)
        after.port2.postMessage(0)
      })
    }, true)
  })
  const text = 'the quick brown fox jumps over the lazy dog while the shop is full of people '.repeat(10).slice(0, KEYS)
  const type = async (busy: boolean) => {
    await page.evaluate(() => ((window as unknown as { keys: number[] }).keys.length = 0))
    const done = await watchFrames(page)
    const from = arrived
    const began = performance.now()
    let sent = 0
    const timer = setInterval(() => {
      // A timer that is late makes up for what it missed.
      while (busy && sent < ((performance.now() - began) / 1000) * EVENTS_A_SECOND) void writers[sent++ % writers.length]?.(`Event ${sent}`).catch(() => {})
    }, 20)
    await desk.field.pressSequentially(text, { delay: 40, timeout: 120_000 })
    clearInterval(timer)
    const seconds = (performance.now() - began) / 1000
    const seen = await done()
    const keys = await page.evaluate(() => (window as unknown as { keys: number[] }).keys)
    await expect(desk.field).toHaveValue(text)
    await desk.field.fill('')
    return { ...seen, keys, sent: sent / seconds, frames: (arrived - from) / seconds }
  }
  const quiet = await type(false)
  const busy = await type(true)
  const row = (what: typeof busy): string => `${at(what.keys, 0.5)} / ${at(what.keys, 0.99)} / ${at(what.keys, 1)}`
  table(`Typing ${KEYS} keys with ${COUNT} conversations loaded, events over the real socket`, [
    ['events a second', `${busy.sent.toFixed(0)} messages written, ${busy.frames.toFixed(0)} frames received`],
    ['key to paint, p50 / p99 / most', row(busy)],
    ['the same without events', row(quiet)],
    ['longest task', longest(busy.tasks)],
    ['the same without events', longest(quiet.tasks)],
    ['frames dropped', share(busy.gaps)],
    ['the page computed', percent(busy.computed)],
    ['the same without events', percent(quiet.computed)],
    ['load of the machine', load()],
  ])
  expect(busy.frames).toBeGreaterThan(5)
})
