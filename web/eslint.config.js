import vue from 'eslint-plugin-vue'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import tseslint from 'typescript-eslint'

const here = dirname(fileURLToPath(import.meta.url))
const features = resolve(here, 'apps/desk/src/features')
const src = resolve(here, 'apps/desk/src')

/** The folder of a feature a file stands in, or undefined. */
function featureOf(path) {
  const inside = relative(features, path)
  return inside.startsWith('..') ? undefined : inside.split(/[\\/]/)[0]
}

/** features/a never imports from features/b, and the shell imports from no feature: what they share is in shell or a package. */
const featureWalls = {
  meta: { type: 'problem', schema: [], messages: { wall: '{{from}} may not import from features/{{to}}: move what they share to the shell or a package.' } },
  create(context) {
    const from = featureOf(context.filename)
    const check = (node, source) => {
      if (typeof source !== 'string' || !/^(\.|@\/)/.test(source)) return
      const target = source.startsWith('@/') ? resolve(src, source.slice(2)) : resolve(dirname(context.filename), source)
      const to = featureOf(target)
      if (to && to !== from) context.report({ node, messageId: 'wall', data: { from: from ? `features/${from}` : 'The shell', to } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
    }
  },
}

const STOCK =
  /(?:^|[\s'"`:!])-?(?:bg|text|border(?:-[trblxyse])?|ring|outline|fill|stroke|from|via|to|divide|shadow|accent|caret|decoration|placeholder)-(?:(?:slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\d{2,3}|white|black)\b/

/** Classes of the stock palette compile to nothing here; a token says what the colour means. */
const tokensOnly = {
  meta: { type: 'problem', schema: [], messages: { raw: 'Use a colour token of the design system, not the stock palette.' } },
  create(context) {
    const check = (node, text) => {
      if (typeof text === 'string' && STOCK.test(text)) context.report({ node, messageId: 'raw' })
    }
    const script = {
      Literal: (node) => check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    }
    const services = context.sourceCode.parserServices
    if (!services.defineTemplateBodyVisitor) return script
    return services.defineTemplateBodyVisitor({ ...script, VLiteral: (node) => check(node, node.value) }, script)
  },
}

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'packages/client/src/schema.ts', 'apps/widget/**/*.d.ts'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'], sourceType: 'module' } },
  },
  {
    files: ['**/*.{ts,tsx,vue,js,mjs}'],
    plugins: { frontdesk: { rules: { 'feature-walls': featureWalls, 'tokens-only': tokensOnly } } },
    rules: {
      'frontdesk/feature-walls': 'error',
      'frontdesk/tokens-only': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "ImportDeclaration[source.value='reka-ui'] > ImportNamespaceSpecifier", message: 'Import by name: a namespace import defeats tree-shaking.' },
        { selector: "ImportDeclaration[source.value='@lucide/vue'] > ImportNamespaceSpecifier", message: 'Import icons one by one.' },
        { selector: "CallExpression[callee.property.name='postMessage'] > Literal.arguments[value='*']", message: 'Name the exact origin.' },
      ],
      'no-console': ['error', { allow: ['error'] }],
      'no-alert': 'error',
      'no-eval': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 500, skipBlankLines: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterView', 'RouterLink', 'Teleport', 'TransitionGroup', 'Transition'] }],
      'vue/no-unused-refs': 'error',
      'vue/prefer-true-attribute-shorthand': 'error',
      'vue/no-template-target-blank': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'max-lines': ['error', { max: 300 }],
      // How lines are broken is the editor's business.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
    },
  },
  // The classic form of JSX names its functions without a call that is seen here.
  {
    files: ['apps/widget/**/*.tsx'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^(_|h$|Fragment$)' }] },
  },
  // The one place that sanitises what it shows.
  { files: ['packages/ui/src/components/SafeHtml.vue'], rules: { 'vue/no-v-html': 'off' } },
  { files: ['scripts/**'], rules: { 'no-console': 'off', 'frontdesk/tokens-only': 'off' } },
  { files: ['**/*.test.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
)
