import { expect, test } from 'vitest'
// @ts-expect-error -- a script without types
import { closure, measure } from './size.mjs'

const manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_vue.js'], css: ['index.css'] },
  '_vue.js': { file: 'vue.js', imports: ['index.html'] },
  'src/features/inbox/InboxPage.vue': { file: 'inbox.js', isDynamicEntry: true, imports: ['_vue.js', '_list.js'], css: ['inbox.css'] },
  '_list.js': { file: 'list.js' },
  'src/features/reports/Page.vue': { file: 'reports.js', isDynamicEntry: true, imports: ['_list.js', '_vue.js'] },
  '../../packages/i18n/locales/en/index.ts': { file: 'en.js', isDynamicEntry: true },
  '../../packages/i18n/locales/zh-CN/index.ts': { file: 'zh.js', isDynamicEntry: true },
}
const sizes: Record<string, number> = { 'index.js': 1, 'vue.js': 2, 'inbox.js': 4, 'list.js': 8, 'reports.js': 16, 'en.js': 32, 'zh.js': 64, 'index.css': 100, 'inbox.css': 200 }

test('follows static imports once, also in circles', () => {
  expect([...closure(manifest, 'src/features/inbox/InboxPage.vue')]).toEqual(['src/features/inbox/InboxPage.vue', '_vue.js', 'index.html', '_list.js'])
})

test('counts the entry, the inbox and the larger language together, and pages by what they add', () => {
  const found = measure('', manifest, (file: string) => sizes[file] ?? NaN) as { name: string; bytes: number }[]
  const bytes = Object.fromEntries(found.map((result) => [result.name, result.bytes]))
  expect(bytes['desk entry + inbox']).toBe(1 + 2 + 4 + 8 + 64)
  expect(bytes['desk css']).toBe(300)
  expect(bytes['src/features/reports/Page.vue']).toBe(16 + 8)
})
