// What a strict content security policy of a customer's page forbids, and what old browsers do not know.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const files = readdirSync(import.meta.dirname, { recursive: true }).map(String)
const code = files.filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$/.test(name))
const read = (name: string) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8')

test.each(code)('%s writes no HTML and no inline styles, and evaluates nothing', (name) => {
  expect(read(name)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|setAttribute\('style'|\beval\(|new Function/)
})

test('style elements are only the fall-back of browsers without constructed sheets', () => {
  expect(code.filter((name) => /createElement\('style'\)|<style/.test(read(name)))).toEqual(['style.ts'])
})

test.each(files.filter((name) => name.endsWith('.css')))('%s is plain for browsers of 2018', (name) => {
  const css = read(name)
  expect(css).not.toMatch(/(^|[\s{;])(row-|column-)?gap:|(^|\s)inset:|:is\(|:where\(|:has\(|color-mix|oklch|@layer|@container|aspect-ratio|clamp\(|light-dark/)
  expect(css).not.toMatch(/url\(/)
})
