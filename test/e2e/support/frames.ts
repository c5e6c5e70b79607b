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

export function table(title: string, rows: readonly (readonly [string, string])[]): void {
  const wide = Math.max(...rows.map(([name]) => name.length))
  console.log([`\n${title}`, ...rows.map(([name, value]) => `  ${name.padEnd(wide)}  ${value}`)].join('\n'))
}
