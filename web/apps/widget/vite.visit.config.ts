import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** What tells of visits: one module under a stable name, loaded by the loader when the workspace wants it. */
export default defineConfig({
  base: './',
  oxc: { target: 'es2018', assumptions: { noDocumentAll: true } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/widget', import.meta.url)),
    emptyOutDir: false,
    target: 'es2018',
    cssTarget: 'chrome70',
    modulePreload: false,
    lib: { entry: fileURLToPath(new URL('./src/visit.ts', import.meta.url)), formats: ['es'], fileName: () => 'visit.js' },
    rolldownOptions: { output: { minify: true, comments: { annotation: false, jsdoc: false, legal: false } } },
  },
})
