import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const outDir = fileURLToPath(new URL('../../dist/widget', import.meta.url))
type Manifest = Record<string, { file: string; isEntry?: boolean }>

function panel(): string {
  const manifest = JSON.parse(readFileSync(`${outDir}/manifest.json`, 'utf8')) as Manifest
  const entry = Object.values(manifest).find((chunk) => chunk.isEntry)
  if (!entry) throw new Error('build the panel first: the loader carries its name')
  return entry.file
}

/** The loader: one classic script under a stable name. It runs after the panel's build, whose name it carries. */
export default defineConfig({
  define: { __PANEL__: JSON.stringify(panel()) },
  oxc: { target: 'es2018', assumptions: { noDocumentAll: true } },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2018',
    cssTarget: 'chrome70',
    modulePreload: false,
    // As a library: Vite then leaves the import of the panel as it is written.
    lib: { entry: fileURLToPath(new URL('./src/loader.ts', import.meta.url)), formats: ['iife'], name: 'frontdeskLoader', fileName: () => 'widget.js' },
    rolldownOptions: { optimization: { inlineConst: { mode: 'all', pass: 3 } } },
  },
})
