/**
 * Pages of the settings that have a short help (`help.<page>`), and where the administrators' guide goes on: the
 * headings of the section in both languages, or none. A test holds them to the guides.
 */
export const TOPICS = {
  workspace: { en: 'The first start', zh: '首次启动' },
  hours: { en: 'Business hours', zh: '工作时间' },
  tags: { en: 'Tags', zh: '标签' },
  templates: { en: 'Templates', zh: '行业模板' },
  replies: { en: 'Quick replies', zh: '快捷回复与话术库', book: 'agent' },
  faq: { en: 'FAQ', zh: '知识库' },
  summaries: { en: 'Conversation summaries', zh: '会话小结' },
  fields: { en: 'Fields, segments, apps', zh: '自定义字段、客户分群、侧栏应用' },
  people: { en: 'People, teams, roles', zh: '成员、技能组、角色' },
  teams: { en: 'People, teams, roles', zh: '成员、技能组、角色' },
  roles: { en: 'People, teams, roles', zh: '成员、技能组、角色' },
  channels: { en: 'The web chat', zh: '在线客服' },
  routing: { en: 'Routing', zh: '智能路由' },
  words: { en: 'Sensitive words and the block list', zh: '敏感词与黑名单' },
  blocklist: { en: 'Sensitive words and the block list', zh: '敏感词与黑名单' },
  webhooks: { en: 'Programs: tokens, webhooks, the API', zh: '对接程序：令牌、Webhook、API' },
  log: { en: 'History of settings', zh: '历史版本与操作记录' },
  privacy: { en: 'Personal data', zh: '个人信息保护' },
  sample: { en: 'Sample data', zh: '示例数据' },
} as const satisfies Record<string, { en: string; zh: string; book?: 'agent' } | undefined>
export type Topic = keyof typeof TOPICS

/** The topic of a route, by its name. */
export function topicOf(name: unknown): Topic | undefined {
  const page = typeof name === 'string' && name.startsWith('settings.') ? name.slice('settings.'.length) : ''
  return Object.hasOwn(TOPICS, page) ? (page as Topic) : undefined
}

/** The last part of the address of a section. */
export const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
