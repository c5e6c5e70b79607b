import { cpus, loadavg } from 'node:os'
import type { Page } from '@playwright/test'

const FRAME = 1000 / 60

export type Seen = { tasks: number[]; gaps: number[]; /** Share of the time that the page's own thread computed: other programs do not change it. */ computed: number }

/** Counts frames, long tasks and computing time of the page from now on; the returned function says what was seen. */
export async function watchFrames(page: Page): Promise<() => Promise<Seen>> {
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
export const load = () => `${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors`
const dropped = (gaps: number[]) => gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME) - 1), 0)
const frames = (gaps: number[]) => Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / FRAME)
export function at(values: number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)} ms`
}
export const share = (gaps: number[]) => `${dropped(gaps)} of ${frames(gaps)} (${((dropped(gaps) / Math.max(1, frames(gaps))) * 100).toFixed(1)} %)`
export const percent = (share: number) => `${(share * 100).toFixed(0)} % of the time`
export const longest = (tasks: number[]) => (tasks.length ? `${Math.max(...tasks).toFixed(0)} ms (${tasks.length} over 50 ms)` : 'none over 50 ms')

type Event = { ph: string; name: string; pid: number; tid: number; dur?: number; tdur?: number; args?: { name?: string } }

/**
 * The tasks of the page's own thread while something runs, by the time that the processor spent on them: what other programs
 * take from it does not count. Keep it short, a trace grows by megabytes a second.
 */
export async function taskTimes(page: Page, run: () => Promise<unknown>): Promise<number[]> {
  const browser = page.context().browser()
  if (!browser) throw new Error('no browser of its own')
  await browser.startTracing(page, { categories: ['-*', 'toplevel'] })
  await run()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] }
  const threads = new Map<string, number[]>()
  for (const { ph, name, pid, tid, args } of traceEvents) if (ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain') threads.set(`${pid}/${tid}`, [])
  for (const { ph, name, pid, tid, tdur } of traceEvents) if (ph === 'X' && name.endsWith('RunTask') && tdur) threads.get(`${pid}/${tid}`)?.push(tdur / 1000)
  const sum = (list: number[]) => list.reduce((all, each) => all + each, 0)
  // Other pages wait beside it.
  return [...threads.values()].sort((a, b) => sum(b) - sum(a))[0] ?? []
}
export const longestByProcessor = (tasks: number[]) => `${Math.max(0, ...tasks).toFixed(0)} ms (${tasks.filter((each) => each > 50).length} of ${tasks.length} over 50 ms)`

/** What this machine does in an empty page: the other figures can be judged by it. */
export async function calibrate(page: Page): Promise<void> {
  const context = await page.context().browser()?.newContext()
  if (!context) throw new Error('no browser of its own')
  const empty = await context.newPage()
  const loop = () => empty.evaluate(() => {
    const began = performance.now()
    let x = 1
    for (let i = 0; i < 20_000_000; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0
    return { ms: performance.now() - began, x }
  })
  const loops: number[] = []
  for (let i = 0; i < 5; i++) loops.push((await loop()).ms)
  const watch = await watchFrames(empty)
  await empty.waitForTimeout(2_000)
  const { gaps } = await watch()
  await context.close()
  table('This machine, in an empty page', [
    ['20 million steps of a loop, least / most', `${at(loops, 0)} / ${at(loops, 1)}`],
    ['frame p50 / p95 / p99', `${at(gaps, 0.5)} / ${at(gaps, 0.95)} / ${at(gaps, 0.99)}`],
    ['frames dropped', share(gaps)],
    ['load of the machine', load()],
  ])
}

export function table(title: string, rows: readonly (readonly [string, string])[]): void {
  const wide = Math.max(...rows.map(([name]) => name.length))
  console.log([`\n${title}`, ...rows.map(([name, value]) => `  ${name.padEnd(wide)}  ${value}`)].join('\n'))
}
