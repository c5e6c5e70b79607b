// Fails when the widget's build holds what in-app browsers as old as Chromium 70 do not understand. Newer browsers would not
// notice; the old ones show nothing at all.
import { parse } from 'espree'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Newer than ES2018, but known to Chromium 70: fetching a module when it is wanted, and `catch` without a name. */
const KNOWN = new Set(['ImportExpression'])
/** Style rules that came later. `100dvh` stands behind a `100vh` and is passed over. */
const LATER_CSS = /:(?:is|where|has)\(|\binset(?:-\w+)*:|\baspect-ratio:|@(?:container|layer|property|supports[^{]*selector)\b|\b(?:clamp|color-mix|oklch)\(|\b(?:row-|column-)?gap:(?![^{}]*grid)/

/** What is too new in a script. */
export function tooNew(code) {
  try {
    parse(code, { ecmaVersion: 2018, sourceType: 'module' })
    return []
  } catch {
    // Dynamic imports are the one thing allowed beyond it.
  }
  const found = []
  let tree
  try {
    tree = parse(code, { ecmaVersion: 2020, sourceType: 'module' })
  } catch (error) {
    return [error.message]
  }
  walk(tree, (node) => {
    if (node.type === 'ChainExpression' || (node.type === 'LogicalExpression' && node.operator === '??') || node.bigint || node.type === 'MetaProperty') found.push(node.type)
    else if (/^(?:Import|Export)Expression$/.test(node.type) && !KNOWN.has(node.type)) found.push(node.type)
  })
  return found
}

/** What is too new in the style sheets that scripts carry. */
export const tooNewStyles = (code) => [...code.matchAll(new RegExp(LATER_CSS, 'g'))].map((match) => match[0])

function walk(node, look) {
  if (!node || typeof node.type !== 'string') return
  look(node)
  for (const value of Object.values(node)) for (const child of Array.isArray(value) ? value : [value]) if (child && typeof child === 'object') walk(child, look)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../dist/widget', import.meta.url))
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'))
  if (files.length === 0) throw new Error('build the widget first')
  for (const name of files) {
    const code = readFileSync(join(folder, name), 'utf8')
    const found = [...tooNew(code), ...tooNewStyles(code)]
    if (found.length > 0) {
      console.error(`${name}: too new for Chromium 70: ${[...new Set(found)].join(', ')}`)
      process.exitCode = 1
    }
  }
  if (!process.exitCode) console.log(`  ok  ${files.length} scripts of the widget are ES2018`)
}
