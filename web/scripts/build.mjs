// Builds every app that has a build script into web/dist/<app>, and packs what the program embeds into web/packed.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const web = fileURLToPath(new URL('..', import.meta.url))
const dist = join(web, 'dist')
const packed = join(web, 'packed')
const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.map', '.webmanifest'])

for (const app of readdirSync(join(web, 'apps'))) {
  const file = join(web, 'apps', app, 'package.json')
  if (!existsSync(file)) continue
  const { name, scripts = {} } = JSON.parse(readFileSync(file, 'utf8'))
  if (!scripts.build) continue
  execFileSync('npm', ['run', '--silent', 'build', '-w', name], { cwd: web, stdio: 'inherit' })
}

/**
 * What compresses is packed as .br and .gz alone: the server unpacks it for the few who take neither. Files too small to gain are left as they are,
 * and HTML, which is a template filled per request.
 */
function pack(from, to) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) {
      pack(source, target)
      continue
    }
    const raw = readFileSync(source)
    if (!TEXT.has(extname(source)) || extname(source) === '.html' || raw.length < 512) {
      copyFileSync(source, target)
      continue
    }
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length }
    writeFileSync(`${target}.br`, brotliCompressSync(raw, { params }))
    writeFileSync(`${target}.gz`, gzipSync(raw, { level: 9 }))
  }
}

// Beside the folder first: whoever builds the program meanwhile finds the old files or the new ones, never half of them.
const fresh = `${packed}.${process.pid}`
pack(dist, fresh)
// Keeps the folder in a fresh clone, where the Go program embeds it.
writeFileSync(join(fresh, '.gitkeep'), '')
const old = `${fresh}.old`
if (existsSync(packed)) renameSync(packed, old)
renameSync(fresh, packed)
rmSync(old, { recursive: true, force: true })
