import type { PlainKey } from '@frontdesk/i18n'
import { withWords } from '@/parts/lazy'
import type { Session } from '@/shell/session'

/** One page of the settings. The navigation, its search and the routes are made from this list; its icon stands in `icons.ts`. */
export type SettingsPage = {
  path: string
  group: 'you' | 'workspace' | 'people' | 'channels' | 'content' | 'protection' | 'integrations'
  title: PlainKey
  /** More words it is found by: "where is…". */
  words: PlainKey
  /** Any of these opens it; none means everybody. */
  permissions?: readonly string[]
  when?: (session: Session) => boolean
  page: () => Promise<unknown>
}

export const GROUPS = ['you', 'workspace', 'people', 'channels', 'content', 'protection', 'integrations'] as const

export const pages: readonly SettingsPage[] = [
  { path: 'profile', group: 'you', title: 'settings.profile', words: 'settings.profile.words', page: withWords(() => import('./you/ProfilePage.vue')) },
  { path: 'preferences', group: 'you', title: 'settings.preferences', words: 'settings.preferences.words', page: withWords(() => import('./you/PreferencesPage.vue')) },
  { path: 'notifications', group: 'you', title: 'settings.notifications', words: 'settings.notifications.words', page: withWords(() => import('./you/NotificationsPage.vue')) },
  { path: 'shortcuts', group: 'you', title: 'settings.keys', words: 'settings.keys.words', page: withWords(() => import('./you/ShortcutsPage.vue')) },
  { path: 'security', group: 'you', title: 'settings.security', words: 'settings.security.words', page: withWords(() => import('./you/SecurityPage.vue')) },
  { path: 'workspace', group: 'workspace', title: 'settings.workspace', words: 'settings.workspace.words', permissions: ['workspace.manage'], page: withWords(() => import('./workspace/WorkspacePage.vue')) },
  { path: 'hours', group: 'workspace', title: 'settings.hours', words: 'settings.hours.words', permissions: ['workspace.manage'], page: withWords(() => import('./workspace/HoursPage.vue')) },
  { path: 'fields', group: 'content', title: 'panel.define', words: 'panel.define.words', permissions: ['field.manage'], page: withWords(() => import('./fields/FieldsPage.vue')) },
  { path: 'tags', group: 'content', title: 'settings.tags', words: 'settings.tags.words', permissions: ['tag.manage'], page: withWords(() => import('./workspace/TagsPage.vue')) },
  { path: 'replies', group: 'content', title: 'replies.title', words: 'replies.words', permissions: ['reply.use'], page: withWords(() => import('./replies/RepliesPage.vue')) },
  { path: 'faq', group: 'content', title: 'faq.title', words: 'faq.words', permissions: ['faq.manage'], page: withWords(() => import('./faq/FAQPage.vue')) },
  { path: 'summaries', group: 'content', title: 'wrapup.title', words: 'wrapup.words', permissions: ['wrapup.manage'], page: withWords(() => import('./wrapup/WrapupPage.vue')) },
  { path: 'templates', group: 'workspace', title: 'start.title', words: 'start.words', permissions: ['workspace.manage'], page: withWords(() => import('./templates/TemplatesPage.vue')) },
  {
    path: 'sample',
    group: 'workspace',
    title: 'settings.sample',
    words: 'settings.sample.words',
    permissions: ['workspace.manage'],
    when: (session) => session.workspace.demo === true,
    page: withWords(() => import('./workspace/SamplePage.vue')),
  },
  { path: 'privacy', group: 'protection', title: 'personal.title', words: 'personal.words', permissions: ['workspace.manage', 'history.read'], page: withWords(() => import('./privacy/PrivacyPage.vue')) },
  { path: 'log', group: 'protection', title: 'history.log', words: 'history.log.words', permissions: ['history.read'], page: withWords(() => import('./history/ChangeLogPage.vue')) },
  { path: 'people', group: 'people', title: 'people.title', words: 'people.words', permissions: ['user.read'], page: withWords(() => import('./people/PeoplePage.vue')) },
  { path: 'teams', group: 'people', title: 'people.teams', words: 'people.teams.words', permissions: ['user.read'], page: withWords(() => import('./people/TeamsPage.vue')) },
  { path: 'roles', group: 'people', title: 'people.roles', words: 'people.roles.words', permissions: ['role.manage'], page: withWords(() => import('./people/RolesPage.vue')) },
  { path: 'words', group: 'protection', title: 'moderation.words', words: 'moderation.words.words', permissions: ['moderation.words'], page: withWords(() => import('./moderation/WordsPage.vue')) },
  { path: 'word-hits', group: 'protection', title: 'moderation.hits', words: 'moderation.hits.words', permissions: ['moderation.hits'], page: withWords(() => import('./moderation/HitsPage.vue')) },
  { path: 'blocklist', group: 'protection', title: 'moderation.blocks', words: 'moderation.blocks.words', permissions: ['moderation.propose'], page: withWords(() => import('./moderation/BlocksPage.vue')) },
  { path: 'channels', group: 'channels', title: 'channels.title', words: 'channels.words', permissions: ['channel.read'], page: withWords(() => import('./channels/ChannelsPage.vue')) },
  { path: 'webhooks', group: 'integrations', title: 'webhooks.title', words: 'webhooks.words', permissions: ['webhook.manage'], page: withWords(() => import('./webhooks/WebhooksPage.vue')) },
]

/** Whether somebody may see a page. */
export function mayOpen(page: SettingsPage, session: Session | null): boolean {
  if (!session) return false
  if (page.permissions && !page.permissions.some((permission) => session.permissions[permission])) return false
  return page.when?.(session) ?? true
}

/** Pages that a few words lead to: every word must be found in the title or among the page's words. */
export function findPages(query: string, all: readonly SettingsPage[], read: (key: PlainKey) => string): SettingsPage[] {
  const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...all]
  return all.filter((page) => {
    const text = `${read(page.title)} ${read(page.words)}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
