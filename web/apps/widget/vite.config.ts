import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The panel and its later parts: modules with hashed names that find each other by relative addresses. */
export default defineConfig({
  base: './',
  // Lowered file by file, so that fields of classes become plain assignments.
  oxc: { target: 'es2018', assumptions: { setPublicClassFields: true, noDocumentAll: true } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/widget', import.meta.url)),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2018',
    cssTarget: 'chrome70',
    modulePreload: false,
    // As a library: Vite then adds no preloading to the imports of later parts.
    lib: { entry: { panel: fileURLToPath(new URL('./src/panel.tsx', import.meta.url)) }, formats: ['es'] },
    rolldownOptions: {
      // What the first view and the later parts share stays in the panel.
      preserveEntrySignatures: 'allow-extension',
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: { codeSplitting: { groups: [{ name: 'core', tags: ['$initial'] }] }, entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', minify: true, comments: { annotation: false, jsdoc: false, legal: false } },
    },
  },
})
