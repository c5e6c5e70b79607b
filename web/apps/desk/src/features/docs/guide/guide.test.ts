import { expect, test } from 'vitest'
import { slug, TOPICS, topicOf } from '@/parts/help/topics'
import { books } from './books'
import { blocks, spans, target } from './markdown'

test('a guide is taken apart', () => {
  const source = '# Title\n\nOne line\nand another.\n\n- a\n- b\n  goes on\n\n| A | B |\n|---|---|\n| 1 | `2` |\n\n```html\n# no heading\n```\n![x](y.png)\n'
  expect(blocks(source)).toEqual([
    { kind: 'heading', level: 1, text: 'Title', id: 'title' },
    { kind: 'text', text: 'One line and another.' },
    { kind: 'list', ordered: false, items: ['a', 'b goes on'] },
    { kind: 'table', head: ['A', 'B'], rows: [['1', '`2`']] },
    { kind: 'code', text: '# no heading' },
  ])
  expect(blocks('第一行，\n第二行')).toEqual([{ kind: 'text', text: '第一行，第二行' }])
  expect(spans('a **b** `c` [d](agent.en.md) *e*').map((each) => each.kind)).toEqual(['text', 'strong', 'text', 'code', 'text', 'link', 'text', 'em'])
})

test('links stay inside, or lead to a site', () => {
  expect(target('administrator.zh-CN.md#tags')).toEqual({ route: '/docs/guide/administrator#tags' })
  expect(target('https://example.com')).toEqual({ href: 'https://example.com' })
  expect([target('../operations/install.md'), target('javascript:alert(1)')]).toEqual([{}, {}])
})

test('every help leads to a section that both guides have', async () => {
  for (const [name, at] of Object.entries(TOPICS)) {
    if (!at) continue
    const book = books['book' in at ? at.book : 'administrator']
    for (const [lang, heading] of [['en', at.en], ['zh-CN', at.zh]] as const) {
      const ids = blocks(await book[lang]()).flatMap((each) => (each.kind === 'heading' ? [each.id] : []))
      expect(ids, `${name} ${lang}`).toContain(slug(heading))
    }
  }
  expect([topicOf('settings.hours'), topicOf('settings.profile'), topicOf('settings.toString'), topicOf(undefined)]).toEqual(['hours', undefined, undefined, undefined])
})
