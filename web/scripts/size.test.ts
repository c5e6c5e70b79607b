import { expect, test } from 'vitest'
// @ts-expect-error -- a script without types
import { closure, measure, measureWidget } from './size.mjs'

const manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_vue.js'], css: ['index.css'] },
  '_vue.js': { file: 'vue.js', imports: ['index.html'] },
  'src/features/inbox/InboxPage.vue': { file: 'inbox.js', isDynamicEntry: true, imports: ['_vue.js', '_list.js'], css: ['inbox.css'] },
  '_list.js': { file: 'list.js' },
  'src/features/reports/Page.vue': { file: 'reports.js', isDynamicEntry: true, imports: ['_list.js', '_vue.js'], css: ['index.css', 'reports.css'] },
  '../../packages/i18n/locales/en/index.ts': { file: 'en.js', isDynamicEntry: true },
  '../../packages/i18n/locales/zh-CN/index.ts': { file: 'zh.js', isDynamicEntry: true },
}
const sizes: Record<string, number> = { 'index.js': 1, 'vue.js': 2, 'inbox.js': 4, 'list.js': 8, 'reports.js': 16, 'en.js': 32, 'zh.js': 64, 'index.css': 100, 'inbox.css': 200, 'reports.css': 400 }

test('follows static imports once, also in circles', () => {
  expect([...closure(manifest, 'src/features/inbox/InboxPage.vue')]).toEqual(['src/features/inbox/InboxPage.vue', '_vue.js', 'index.html', '_list.js'])
})

test('counts the entry, the inbox and the larger language together, and pages by what they add', () => {
  const found = measure('', manifest, (file: string) => sizes[file] ?? NaN) as { name: string; bytes: number }[]
  const bytes = Object.fromEntries(found.map((result) => [result.name, result.bytes]))
  expect(bytes['desk entry + inbox']).toBe(1 + 2 + 4 + 8 + 64)
  expect(bytes['desk css']).toBe(300)
  expect(bytes['src/features/reports/Page.vue']).toBe(16 + 8 + 400)
})

test('counts the loader, the panel and the larger language of the widget together, and parts by what they add', () => {
  const widget = {
    'src/panel.tsx': { file: 'panel.js', isEntry: true, imports: ['_words.js'] },
    '_words.js': { file: 'words.js' },
    'src/locales/en/panel.ts': { file: 'en.js', isDynamicEntry: true },
    'src/locales/zh-CN/panel.ts': { file: 'zh.js', isDynamicEntry: true },
    'src/locales/en/more.ts': { file: 'more-en.js', isDynamicEntry: true },
    'src/locales/zh-CN/more.ts': { file: 'more-zh.js', isDynamicEntry: true },
    'src/view/Form.tsx': { file: 'form.js', isDynamicEntry: true, imports: ['src/panel.tsx'] },
  }
  const sizes: Record<string, number> = { 'widget.js': 1, 'panel.js': 2, 'words.js': 4, 'en.js': 8, 'zh.js': 16, 'more-en.js': 32, 'more-zh.js': 64, 'form.js': 128 }
  const found = measureWidget('', widget, (file: string) => sizes[file] ?? NaN) as { name: string; bytes: number }[]
  expect(found.slice(0, 2).map((result) => result.bytes)).toEqual([1 + 2 + 4 + 16, 64 + 128])
  expect(found.find((result) => result.name.includes('Form'))?.bytes).toBe(128)
})
