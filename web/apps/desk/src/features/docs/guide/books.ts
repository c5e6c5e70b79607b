/** The guides of the repository, each in a file of its own that comes when it is read. */
const text = (load: () => Promise<{ default: string }>) => () => load().then((file) => file.default)
export const books = {
  administrator: {
    en: text(() => import('../../../../../../../docs/guide/administrator.en.md?raw')),
    'zh-CN': text(() => import('../../../../../../../docs/guide/administrator.zh-CN.md?raw')),
  },
  agent: {
    en: text(() => import('../../../../../../../docs/guide/agent.en.md?raw')),
    'zh-CN': text(() => import('../../../../../../../docs/guide/agent.zh-CN.md?raw')),
  },
} as const
export type Book = keyof typeof books
