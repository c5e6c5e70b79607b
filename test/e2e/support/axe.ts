import { expect, type Page } from '@playwright/test'

const SOURCE = require.resolve('axe-core/axe.min.js')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Violation = { id: string; nodes: { target: unknown; html: string; failureSummary: string }[] }

/** What axe finds on a page, shadow roots included. Evaluated by the browser's debugger, so that the page's policy holds. */
export async function violations(page: Page): Promise<Violation[]> {
  const { readFileSync } = await import('node:fs')
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(readFileSync(SOURCE, 'utf8'))
  return page.evaluate(async (tags) => {
    const axe = (window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }).axe
    return (await axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })).violations
  }, TAGS)
}

/** Fails softly with what axe says, so that one run shows everything. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const found = await violations(page)
  const told = found.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${JSON.stringify(node.target)} ${node.html.slice(0, 160)} | ${node.failureSummary.split('\n').slice(1, 2).join('').trim()}`).join('\n    ')}`)
  expect.soft(told, `axe: ${where}`).toEqual([])
}

/** Nothing is cut off at a width of 320 px: the page does not scroll sideways. */
export async function expectNarrow(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(wide, `sideways scroll at 320 px: ${where}`).toBeLessThanOrEqual(0)
}
