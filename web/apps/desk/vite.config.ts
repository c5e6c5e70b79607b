import tailwind from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const server = process.env.FRONTDESK_URL ?? 'http://127.0.0.1:8080'

/** Icons of the first screen that other pages have, too: one file of three kilobytes instead of thirty of two hundred bytes. */
const FIRST_ICONS = new RegExp(
  `@lucide/vue/dist/esm/icons/(${[
    'alarm-clock', 'arrow-up', 'at-sign', 'bell-ring', 'chevron-down', 'corner-down-right', 'eye', 'flame', 'list-checks', 'list-filter', 'message-square-text',
    'messages-square', 'panel-right', 'pencil', 'rotate-ccw', 'search-x', 'shopping-bag', 'smartphone', 'sparkles', 'tags', 'timer', 'triangle-alert', 'user-plus', 'user-x',
    'users-round',
  ].join('|')})\\.m?js$`,
)

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/assets/desk/' : '/',
  plugins: [vue(), tailwind()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: command === 'build' ? { cspNonce: '{{.Nonce}}' } : {},
  build: {
    // Not ??: an empty name would mean this folder, and the build empties where it writes.
    outDir: process.env.DESK_OUT || fileURLToPath(new URL('../../dist/desk', import.meta.url)),
    emptyOutDir: true,
    assetsDir: '',
    // A data: font would break a strict font-src, and small files are cheap over one connection.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', test: FIRST_ICONS }] } } },
  },
  server: {
    // The guides of the repository are part of the desk.
    fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] },
    proxy: { '/api': server, '/ws': { target: server.replace('http', 'ws'), ws: true }, '/demo': server },
  },
}))
