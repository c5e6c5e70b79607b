// Builds every app that has a build script into web/dist/<app>, then writes .br and .gz beside what compresses.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const web = fileURLToPath(new URL('..', import.meta.url))
const dist = join(web, 'dist')
const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.map', '.webmanifest'])

for (const app of readdirSync(join(web, 'apps'))) {
  const file = join(web, 'apps', app, 'package.json')
  if (!existsSync(file)) continue
  const { name, scripts = {} } = JSON.parse(readFileSync(file, 'utf8'))
  if (!scripts.build) continue
  execFileSync('npm', ['run', '--silent', 'build', '-w', name], { cwd: web, stdio: 'inherit' })
}

/** Files too small to gain are left alone; the server falls back to the original. HTML is a template, filled per request. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compress(path)
    else if (TEXT.has(extname(path)) && extname(path) !== '.html') {
      const raw = readFileSync(path)
      if (raw.length < 512) continue
      const br = brotliCompressSync(raw, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
      })
      writeFileSync(`${path}.br`, br)
      writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }))
    }
  }
}
mkdirSync(dist, { recursive: true })
compress(dist)
// Keeps the folder in a fresh clone, where the Go program embeds it.
writeFileSync(join(dist, '.gitkeep'), '')
