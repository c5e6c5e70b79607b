import type { PlainKey } from '@frontdesk/i18n'
import { Ban, Bell, EyeOff, Keyboard, BookOpen, Building2, ClipboardCheck, Clock, Fingerprint, History, ListPlus, MessageSquareQuote, MessageSquareText, SlidersHorizontal, Tags, UserRound, Users, UsersRound, Webhook, Shield, FlaskConical, ScanText, ShieldAlert } from '@lucide/vue'
import type { Component } from 'vue'
import { withWords } from '@/parts/lazy'
import type { Session } from '@/shell/session'

/** One page of the settings. The navigation, its search and the routes are made from this list. */
export type SettingsPage = {
  path: string
  group: 'you' | 'workspace' | 'people' | 'channels' | 'integrations'
  title: PlainKey
  /** More words it is found by: "where is…". */
  words: PlainKey
  icon: Component
  /** Any of these opens it; none means everybody. */
  permissions?: readonly string[]
  when?: (session: Session) => boolean
  page: () => Promise<unknown>
}

export const GROUPS = ['you', 'workspace', 'people', 'channels', 'integrations'] as const

export const pages: readonly SettingsPage[] = [
  { path: 'profile', group: 'you', title: 'settings.profile', words: 'settings.profile.words', icon: UserRound, page: withWords(() => import('./you/ProfilePage.vue')) },
  { path: 'preferences', group: 'you', title: 'settings.preferences', words: 'settings.preferences.words', icon: SlidersHorizontal, page: withWords(() => import('./you/PreferencesPage.vue')) },
  { path: 'notifications', group: 'you', title: 'settings.notifications', words: 'settings.notifications.words', icon: Bell, page: withWords(() => import('./you/NotificationsPage.vue')) },
  { path: 'shortcuts', group: 'you', title: 'settings.keys', words: 'settings.keys.words', icon: Keyboard, page: withWords(() => import('./you/ShortcutsPage.vue')) },
  { path: 'security', group: 'you', title: 'settings.security', words: 'settings.security.words', icon: Fingerprint, page: withWords(() => import('./you/SecurityPage.vue')) },
  { path: 'workspace', group: 'workspace', title: 'settings.workspace', words: 'settings.workspace.words', icon: Building2, permissions: ['workspace.manage'], page: withWords(() => import('./workspace/WorkspacePage.vue')) },
  { path: 'hours', group: 'workspace', title: 'settings.hours', words: 'settings.hours.words', icon: Clock, permissions: ['workspace.manage'], page: withWords(() => import('./workspace/HoursPage.vue')) },
  { path: 'fields', group: 'workspace', title: 'panel.define', words: 'panel.define.words', icon: ListPlus, permissions: ['field.manage'], page: withWords(() => import('./fields/FieldsPage.vue')) },
  { path: 'tags', group: 'workspace', title: 'settings.tags', words: 'settings.tags.words', icon: Tags, permissions: ['tag.manage'], page: withWords(() => import('./workspace/TagsPage.vue')) },
  { path: 'replies', group: 'workspace', title: 'replies.title', words: 'replies.words', icon: MessageSquareQuote, permissions: ['reply.use'], page: withWords(() => import('./replies/RepliesPage.vue')) },
  { path: 'faq', group: 'workspace', title: 'faq.title', words: 'faq.words', icon: BookOpen, permissions: ['faq.manage'], page: withWords(() => import('./faq/FAQPage.vue')) },
  { path: 'summaries', group: 'workspace', title: 'wrapup.title', words: 'wrapup.words', icon: ClipboardCheck, permissions: ['wrapup.manage'], page: withWords(() => import('./wrapup/WrapupPage.vue')) },
  {
    path: 'sample',
    group: 'workspace',
    title: 'settings.sample',
    words: 'settings.sample.words',
    icon: FlaskConical,
    permissions: ['workspace.manage'],
    when: (session) => session.workspace.demo === true,
    page: withWords(() => import('./workspace/SamplePage.vue')),
  },
  { path: 'privacy', group: 'workspace', title: 'personal.title', words: 'personal.words', icon: EyeOff, permissions: ['workspace.manage', 'history.read'], page: withWords(() => import('./privacy/PrivacyPage.vue')) },
  { path: 'log', group: 'workspace', title: 'history.log', words: 'history.log.words', icon: History, permissions: ['history.read'], page: withWords(() => import('./history/ChangeLogPage.vue')) },
  { path: 'people', group: 'people', title: 'people.title', words: 'people.words', icon: Users, permissions: ['user.read'], page: withWords(() => import('./people/PeoplePage.vue')) },
  { path: 'teams', group: 'people', title: 'people.teams', words: 'people.teams.words', icon: UsersRound, permissions: ['user.read'], page: withWords(() => import('./people/TeamsPage.vue')) },
  { path: 'roles', group: 'people', title: 'people.roles', words: 'people.roles.words', icon: Shield, permissions: ['role.manage'], page: withWords(() => import('./people/RolesPage.vue')) },
  { path: 'words', group: 'workspace', title: 'moderation.words', words: 'moderation.words.words', icon: ShieldAlert, permissions: ['moderation.words'], page: withWords(() => import('./moderation/WordsPage.vue')) },
  { path: 'word-hits', group: 'workspace', title: 'moderation.hits', words: 'moderation.hits.words', icon: ScanText, permissions: ['moderation.hits'], page: withWords(() => import('./moderation/HitsPage.vue')) },
  { path: 'blocklist', group: 'workspace', title: 'moderation.blocks', words: 'moderation.blocks.words', icon: Ban, permissions: ['moderation.propose'], page: withWords(() => import('./moderation/BlocksPage.vue')) },
  { path: 'channels', group: 'channels', title: 'channels.title', words: 'channels.words', icon: MessageSquareText, permissions: ['channel.read'], page: withWords(() => import('./channels/ChannelsPage.vue')) },
  { path: 'webhooks', group: 'integrations', title: 'webhooks.title', words: 'webhooks.words', icon: Webhook, permissions: ['webhook.manage'], page: withWords(() => import('./webhooks/WebhooksPage.vue')) },
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
