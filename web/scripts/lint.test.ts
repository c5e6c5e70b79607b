// @vitest-environment node
import { ESLint } from 'eslint'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const web = fileURLToPath(new URL('..', import.meta.url))
const eslint = new ESLint({ cwd: web })
async function rules(path: string, code: string) {
  const [result] = await eslint.lintText(code, { filePath: `${web}${path}` })
  return result?.messages.map((message) => message.ruleId)
}
const inbox = 'apps/desk/src/features/inbox/a.ts'

test.each([
  ['another feature by alias', inbox, "import '@/features/settings/b'", 'frontdesk/feature-walls'],
  ['another feature by path', inbox, "void import('../settings/b')", 'frontdesk/feature-walls'],
  ['a feature from the shell', 'apps/desk/src/shell/a.ts', "import '../features/inbox/b'", 'frontdesk/feature-walls'],
  ['a namespace import', inbox, "import * as Reka from 'reka-ui'\nvoid Reka", 'no-restricted-syntax'],
  ['the stock palette in a script', inbox, "export const look = 'p-1 bg-blue-500'", 'frontdesk/tokens-only'],
  ['the stock palette in a template', 'apps/desk/src/a.vue', '<template><p class="hover:text-gray-400">x</p></template>', 'frontdesk/tokens-only'],
  ['raw HTML', 'apps/desk/src/a.vue', '<template><p v-html="x" /></template>', 'vue/no-v-html'],
])('refuses %s', async (_, path, code, rule) => {
  expect(await rules(path, `${code}\n`)).toContain(rule)
})

test('allows what is meant', async () => {
  expect(await rules(inbox, "import './b'\nimport '@/shell/api'\nexport const look = 'bg-accent-soft text-ink-2 border-b'\n")).toEqual([])
})
