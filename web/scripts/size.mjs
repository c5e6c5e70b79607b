// Fails when a bundle is over its limit. Reads Vite's manifest: what a page loads is its entry plus every static import.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const KB = 1024
export const LIMITS = { start: 125 * KB, route: 220 * KB, css: 16 * KB, widget: 15 * KB, part: 3 * KB, later: 26 * KB }
const gz = (file) => gzipSync(readFileSync(file), { level: 9 }).length

/** The files a chunk needs at once, itself included. */
export function closure(manifest, key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key)
    for (const next of manifest[key]?.imports ?? []) closure(manifest, next, seen)
  }
  return seen
}

/** Every measured thing with its size and its limit. */
export function measure(folder, manifest, size = gz) {
  const bytes = (keys) => [...keys].reduce((sum, key) => sum + size(join(folder, manifest[key].file)), 0)
  const chunks = Object.entries(manifest).filter(([, chunk]) => chunk.file.endsWith('.js'))
  const entry = chunks.find(([, chunk]) => chunk.isEntry)[0]
  const first = closure(manifest, entry)
  // What the inbox shows before anyone touches it: its page, and the larger language.
  const page = chunks.find(([key]) => /features\/inbox\/InboxPage\.vue$/.test(key))?.[0]
  if (!page && chunks.some(([key]) => key.includes('features/inbox/'))) throw new Error('features/inbox/InboxPage.vue is not a lazy page any more: tell scripts/size.mjs what the inbox is called')
  const languages = chunks.filter(([key]) => /locales\/[^/]+\/index\.ts$/.test(key)).map(([key]) => size(join(folder, manifest[key].file)))
  const start = page ? closure(manifest, page, new Set(first)) : first
  // Style sheets of the first screen; those of a page that comes later count with that page.
  const sheets = (keys) => new Set([...keys].flatMap((key) => manifest[key].css ?? []))
  const css = sheets(start)
  return [
    { name: page ? 'desk entry + inbox' : 'desk entry', bytes: bytes(start) + Math.max(0, ...languages), limit: LIMITS.start },
    { name: 'desk css', bytes: [...css].reduce((sum, file) => sum + size(join(folder, file)), 0), limit: LIMITS.css },
    ...chunks
      .filter(([key, chunk]) => chunk.isDynamicEntry && key !== page)
      .map(([key]) => {
        const own = [...closure(manifest, key)].filter((each) => !first.has(each))
        const later = [...sheets(own)].filter((file) => !css.has(file))
        return { name: key, bytes: bytes(own) + later.reduce((sum, file) => sum + size(join(folder, file)), 0), limit: LIMITS.route }
      }),
  ]
}

/**
 * The widget: the loader, the panel and the larger language, which is everything until messages go both ways. What is
 * not needed for that (forms, files, emoji) comes when it is shown, each part with what it alone needs.
 */
export function measureWidget(folder, manifest, size = gz) {
  const bytes = (keys) => [...keys].reduce((sum, key) => sum + size(join(folder, manifest[key].file)), 0)
  const first = closure(manifest, Object.keys(manifest).find((key) => manifest[key].isEntry))
  const languages = Object.keys(manifest).filter((key) => /locales\/[^/]+\/panel\.ts$/.test(key))
  if (languages.length === 0) throw new Error('tell scripts/size.mjs what the parts of the widget are called')
  const parts = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && !languages.includes(key))
  const needs = (key) => [...closure(manifest, key)].filter((each) => !first.has(each))
  const later = parts.map((key) => ({ name: `widget: ${key}`, bytes: bytes(needs(key)), limit: LIMITS.part }))
  const pieces = [size(join(folder, 'widget.js')), bytes(first), Math.max(...languages.map((key) => bytes([key])))]
  const words = later.filter(({ name }) => name.includes('locales/')).map((part) => part.bytes)
  // What several parts share is loaded once.
  const all = new Set(parts.filter((key) => !key.includes('locales/')).flatMap(needs))
  return [
    { name: `widget: loader, panel and language (${pieces.join(' + ')} bytes)`, bytes: pieces.reduce((sum, each) => sum + each), limit: LIMITS.widget },
    // Nobody loads the later words of more than one language.
    { name: 'widget: all later parts', bytes: bytes(all) + Math.max(0, ...words), limit: LIMITS.later },
    ...later,
    { name: 'widget: visits', bytes: size(join(folder, 'visit.js')), limit: LIMITS.part },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = fileURLToPath(new URL('../dist', import.meta.url))
  const results = measure(join(dist, 'desk'), JSON.parse(readFileSync(join(dist, 'desk/manifest.json'), 'utf8')))
  if (existsSync(join(dist, 'widget'))) results.push(...measureWidget(join(dist, 'widget'), JSON.parse(readFileSync(join(dist, 'widget/manifest.json'), 'utf8'))))
  const over = results.filter((result) => result.bytes > result.limit)
  const kb = (n) => `${(n / KB).toFixed(1)} KB`
  for (const { name, bytes, limit } of results) console.log(`${bytes > limit ? 'OVER' : '  ok'}  ${kb(bytes).padStart(9)} of ${kb(limit).padStart(9)}  ${name}`)
  if (over.length > 0) process.exitCode = 1
}
