import type { BrowserContext } from '@playwright/test'
import { at, calibrate, load, longest, longestByProcessor, percent, share, table, taskTimes, watchFrames } from './support/frames'
import { expect, test } from './support/test'
import { visit } from './support/visits'

const COUNT = Number(process.env.FRONTDESK_E2E_CONVERSATIONS ?? 10_000)
const EVENTS_A_SECOND = 50
const KEYS = 300

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

test('@figures ten thousand conversations, and typing while fifty events a second arrive', async ({ world }) => {
  test.setTimeout(300_000)
  const desk = await world.desk('admin')
  const { page } = desk
  const { items } = await desk.api<{ items: { widgetKey: string }[] }>('GET', '/channels')
  const writers = await Promise.all(Array.from({ length: 40 }, (_, i) => visit(world.server.url, items[0]?.widgetKey ?? '', `Visitor ${i}`)))
  await lengthen(page.context())
  let arrived = 0
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (arrived += String(payload).includes('"desk"') ? 1 : 0)))
  await calibrate(page)
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
  await box.evaluate((node) => node.scrollTo(0, 0))
  const tasks = await taskTimes(page, async () => {
    for (let i = 0; i < 60; i++) await page.mouse.wheel(0, 1200)
    await box.evaluate(() => undefined)
  })
  table(`List of ${COUNT} conversations (first page real, the others made by the test), wheel from top to bottom`, [
    ['reached', `${Math.round(place.top / 80)} rows in ${((Date.now() - began) / 1000).toFixed(1)} s, at most ${most} in the page`],
    ['longest task', longest(scrolled.tasks)],
    ['by processor time, first 900 rows', longestByProcessor(tasks)],
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

const MESSAGES = Number(process.env.FRONTDESK_E2E_MESSAGES ?? 5_000)
const TALKS = 9

test('@figures a thread of five thousand messages, and switching between nine chats', async ({ world }) => {
  test.setTimeout(600_000)
  const desk = await world.desk('linwei')
  const { page } = desk
  const { items } = await desk.api<{ items: { widgetKey: string }[] }>('GET', '/channels')
  const stamp = String(Date.now())
  for (let i = 0; i < TALKS; i++) await visit(world.server.url, items[0]?.widgetKey ?? '', `Figures ${stamp} ${i}`)
  const { items: rows } = await desk.api<{ items: { id: string; lastMessagePreview: string }[] }>('GET', '/conversations?view=all&limit=50')
  const own = rows.filter((row) => row.lastMessagePreview.startsWith(`Figures ${stamp}`))
  expect(own).toHaveLength(TALKS)
  const say = async (id: string, count: number) => {
    for (let i = 0; i < count; i += 20) {
      await Promise.all(Array.from({ length: Math.min(20, count - i) }, (_, j) => desk.api('POST', `/conversations/${id}/${(i + j) % 3 ? 'messages' : 'notes'}`, { clientId: `f${i + j}`, body: `${i + j}. ${'All is well with the lamp. '.repeat(1 + ((i + j) % 5))}` })))
    }
  }
  for (const row of own) await say(row.id, 60)
  const long = own[0]?.id ?? ''
  await say(long, MESSAGES)

  await desk.inbox('all', long)
  await expect(desk.log.locator('[id^="e-"]').last()).toBeVisible()
  await desk.log.hover()
  const walk = async (way: 1 | -1, reached: (place: { top: number; whole: number }) => boolean) => {
    const watch = await watchFrames(page)
    const began = Date.now()
    let most = 0
    let place = { top: 0, whole: 0, entries: 0 }
    do {
      for (let i = 0; i < 5; i++) await page.mouse.wheel(0, way * 500)
      place = await desk.log.evaluate((node) => ({ top: -node.scrollTop, whole: node.scrollHeight - node.clientHeight, entries: node.querySelectorAll('[id^="e-"]').length }))
      most = Math.max(most, place.entries)
    } while (!reached(place) && Date.now() - began < 150_000)
    return { ...(await watch()), most, seconds: (Date.now() - began) / 1000, place }
  }
  const up = await walk(-1, ({ top, whole }) => top > whole - 2)
  await expect(desk.log.locator('#e-2')).toBeVisible()
  const down = await walk(1, ({ top }) => top < 2)
  const walked = await taskTimes(page, async () => {
    for (let i = 0; i < 60; i++) await page.mouse.wheel(0, -500)
    await desk.log.evaluate((node) => node.scrollTo(0, 0))
  })
  table(`Thread of ${MESSAGES} messages, all real, wheel from the newest to the first and back`, [
    ['up / down', `${up.seconds.toFixed(1)} s / ${down.seconds.toFixed(1)} s, at most ${Math.max(up.most, down.most)} entries in the page`],
    ['longest task, up', longest(up.tasks)],
    ['longest task, down', longest(down.tasks)],
    ['by processor time, 30,000 pixels up', longestByProcessor(walked)],
    ['frames dropped, up', share(up.gaps)],
    ['frames dropped, down', share(down.gaps)],
    ['frame p50 / p95 / p99, up', `${at(up.gaps, 0.5)} / ${at(up.gaps, 0.95)} / ${at(up.gaps, 0.99)}`],
    ['the page computed, up / down', `${percent(up.computed)} / ${percent(down.computed)}`],
    ['load of the machine', load()],
  ])
  expect(down.place.top).toBeLessThan(2)
  expect(Math.max(up.most, down.most)).toBeLessThan(300)

  await desk.inbox('mine')
  await expect(desk.list.getByRole('option').nth(TALKS - 1)).toBeVisible()
  await page.evaluate(() => {
    const times = ((window as unknown as { switched: number[] }).switched = [] as number[])
    const presented = ((window as unknown as { presented: number[] }).presented = [] as number[])
    const keys = new Set<number>()
    // What the browser itself says of the same keys: until the frame was presented, in steps of 8 ms.
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) if (keys.delete(startTime)) presented.push(duration)
    }).observe({ type: 'event', durationThreshold: 16 })
    const after = new MessageChannel()
    let pressed = 0
    after.port1.onmessage = () => times.push(performance.now() - pressed)
    document.addEventListener('keydown', (event) => {
      if (!event.altKey || !/^Digit[1-9]$/.test(event.code)) return
      pressed = event.timeStamp
      keys.add(pressed)
      const old = document.querySelector('[role=log]')
      const look = () => {
        const log = document.querySelector('[role=log]')
        if (log && log !== old && log.querySelector('[id^="e-"]')) after.port2.postMessage(0)
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }, true)
  })
  const take = (name: 'switched' | 'presented') => page.evaluate((name) => (window as unknown as Record<string, number[]>)[name]?.splice(0) ?? [], name)
  const press = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      for (let i = 1; i <= TALKS; i++) {
        await page.keyboard.press(`Alt+Digit${i}`)
        await expect.poll(() => page.evaluate(() => (window as unknown as { switched: number[] }).switched.length)).toBeGreaterThanOrEqual(round * TALKS + i)
      }
    }
    return { painted: await take('switched'), presented: await take('presented') }
  }
  const cold = await press(1)
  const watch = await watchFrames(page)
  const warm = await press(6)
  const { tasks } = await watch()
  const switched = await taskTimes(page, () => press(2))
  const row = (list: number[]) => `${at(list, 0.5)} / ${at(list, 0.95)} / ${at(list, 1)}`
  table(`Switching between ${TALKS} chats by Alt and a digit, key to painted`, [
    ['the first time, p50 / p95 / most', row(cold.painted)],
    ['again, p50 / p95 / most', row(warm.painted)],
    ['again, as the browser counts it', row(warm.presented)],
    ['longest task', longest(tasks)],
    ['by processor time, 18 switches', longestByProcessor(switched)],
    ['load of the machine', load()],
  ])
})
