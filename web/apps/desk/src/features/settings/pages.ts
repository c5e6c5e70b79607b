import type { PlainKey } from '@frontdesk/i18n'
import { withWords } from '@/parts/lazy'
import type { Session } from '@/shell/session'

/** One page of the settings. The navigation, its search and the routes are made from this list; its icon stands in `icons.ts`. */
export type SettingsPage = {
  path: string
  group: 'you' | 'workspace' | 'people' | 'channels' | 'content' | 'protection' | 'integrations'
  title: PlainKey
  /** Any of these opens it; none means everybody. */
  permissions?: readonly string[]
  when?: (session: Session) => boolean
  page: () => Promise<unknown>
}

export const GROUPS = ['you', 'workspace', 'people', 'channels', 'content', 'protection', 'integrations'] as const

export const pages: readonly SettingsPage[] = [
  { path: 'profile', group: 'you', title: 'settings.profile', page: withWords(() => import('./you/ProfilePage.vue')) },
  { path: 'preferences', group: 'you', title: 'settings.preferences', page: withWords(() => import('./you/PreferencesPage.vue')) },
  { path: 'notifications', group: 'you', title: 'settings.notifications', page: withWords(() => import('./you/NotificationsPage.vue')) },
  { path: 'shortcuts', group: 'you', title: 'settings.keys', page: withWords(() => import('./you/ShortcutsPage.vue')) },
  { path: 'security', group: 'you', title: 'settings.security', page: withWords(() => import('./you/SecurityPage.vue')) },
  { path: 'workspace', group: 'workspace', title: 'settings.workspace', permissions: ['workspace.manage'], page: withWords(() => import('./workspace/WorkspacePage.vue')) },
  { path: 'hours', group: 'workspace', title: 'settings.hours', permissions: ['workspace.manage'], page: withWords(() => import('./workspace/HoursPage.vue')) },
  { path: 'fields', group: 'content', title: 'panel.define', permissions: ['field.manage'], page: withWords(() => import('./fields/FieldsPage.vue')) },
  { path: 'tags', group: 'content', title: 'settings.tags', permissions: ['tag.manage'], page: withWords(() => import('./workspace/TagsPage.vue')) },
  { path: 'replies', group: 'content', title: 'replies.title', permissions: ['reply.use'], page: withWords(() => import('./replies/RepliesPage.vue')) },
  { path: 'faq', group: 'content', title: 'faq.title', permissions: ['faq.manage'], page: withWords(() => import('./faq/FAQPage.vue')) },
  { path: 'summaries', group: 'content', title: 'wrapup.title', permissions: ['wrapup.manage'], page: withWords(() => import('./wrapup/WrapupPage.vue')) },
  { path: 'templates', group: 'workspace', title: 'start.title', permissions: ['workspace.manage'], page: withWords(() => import('./templates/TemplatesPage.vue')) },
  {
    path: 'sample',
    group: 'workspace',
    title: 'settings.sample',
    permissions: ['workspace.manage'],
    when: (session) => session.workspace.demo === true,
    page: withWords(() => import('./workspace/SamplePage.vue')),
  },
  { path: 'privacy', group: 'protection', title: 'personal.title', permissions: ['workspace.manage', 'history.read'], page: withWords(() => import('./privacy/PrivacyPage.vue')) },
  { path: 'log', group: 'protection', title: 'history.log', permissions: ['history.read'], page: withWords(() => import('./history/ChangeLogPage.vue')) },
  { path: 'people', group: 'people', title: 'people.title', permissions: ['user.read'], page: withWords(() => import('./people/PeoplePage.vue')) },
  { path: 'teams', group: 'people', title: 'people.teams', permissions: ['user.read'], page: withWords(() => import('./people/TeamsPage.vue')) },
  { path: 'roles', group: 'people', title: 'people.roles', permissions: ['role.manage'], page: withWords(() => import('./people/RolesPage.vue')) },
  { path: 'routing', group: 'channels', title: 'routing.title', permissions: ['routing.manage'], page: withWords(() => import('./routing/RoutingPage.vue')) },
  { path: 'wallboards', group: 'channels', title: 'wall.title', permissions: ['routing.read'], page: withWords(() => import('./wallboards/WallboardsPage.vue')) },
  { path: 'words', group: 'protection', title: 'moderation.words', permissions: ['moderation.words'], page: withWords(() => import('./moderation/WordsPage.vue')) },
  { path: 'word-hits', group: 'protection', title: 'moderation.hits', permissions: ['moderation.hits'], page: withWords(() => import('./moderation/HitsPage.vue')) },
  { path: 'blocklist', group: 'protection', title: 'moderation.blocks', permissions: ['moderation.propose'], page: withWords(() => import('./moderation/BlocksPage.vue')) },
  { path: 'channels', group: 'channels', title: 'channels.title', permissions: ['channel.read'], page: withWords(() => import('./channels/ChannelsPage.vue')) },
  { path: 'apps', group: 'integrations', title: 'panel.apps', permissions: ['webhook.manage'], page: withWords(() => import('./apps/AppsPage.vue')) },
  { path: 'translation', group: 'integrations', title: 'translation.title', permissions: ['webhook.manage'], page: withWords(() => import('./translation/TranslationPage.vue')) },
  { path: 'webhooks', group: 'integrations', title: 'webhooks.title', permissions: ['webhook.manage'], page: withWords(() => import('./webhooks/WebhooksPage.vue')) },
]

/** Whether somebody may see a page. */
export function mayOpen(page: SettingsPage, session: Session | null): boolean {
  if (!session) return false
  if (page.permissions && !page.permissions.some((permission) => session.permissions[permission])) return false
  return page.when?.(session) ?? true
}

/** More words that a page is found by, "where is…": `people.words` beside `people.title`, `people.teams.words` beside `people.teams`. */
export const wordsOf = ({ title }: SettingsPage): PlainKey => (title.endsWith('.title') ? `${title.slice(0, -5)}words` : `${title}.words`) as PlainKey

/** Pages that a few words lead to: every word must be found in the title or among the page's words. */
export function findPages(query: string, all: readonly SettingsPage[], read: (key: PlainKey) => string): SettingsPage[] {
  const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...all]
  return all.filter((page) => {
    const text = `${read(page.title)} ${read(wordsOf(page))}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
