import type { PlainKey } from '@frontdesk/i18n'
import { DAYS } from '../workspace/calendar'
import { keys } from '../api'

/** How the history speaks of one kind of settings. A new kind is one entry here. */
export type Kind = {
  title: PlainKey
  /** What a change of these settings takes. */
  permission: string
  /** What is read again after a version was restored. */
  keys: readonly (readonly unknown[])[]
  /** The labels of the form, by path and in the order of the page. */
  fields: Readonly<Record<string, PlainKey>>
  /** Where the words for values are found: what stands before the value in a key. */
  words?: Readonly<Record<string, string>>
  /** What stays as it is when a version is restored. */
  keeps?: PlainKey
}

const workspace: Kind = {
  title: 'history.kind.workspace',
  permission: 'workspace.manage',
  keys: [keys.workspace],
  fields: {
    name: 'settings.workspace.called',
    slug: 'settings.workspace.slug',
    locale: 'settings.workspace.locale',
    'settings.defaultLanguage': 'settings.workspace.customers',
    timezone: 'settings.zone',
    'settings.ratingEnabled': 'settings.workspace.rating',
    'settings.breakReasons': 'settings.breaks',
    'settings.autoAwayMinutes': 'settings.away',
    'settings.publicName': 'settings.workspace.publicName',
    'settings.revealReason': 'personal.rules.reason',
    'settings.revealMinutes': 'personal.rules.minutes',
  },
}
const calendar: Kind = {
  title: 'history.kind.calendar',
  permission: 'workspace.manage',
  keys: [keys.calendars],
  fields: {
    name: 'settings.hours.name',
    timezone: 'settings.zone',
    ...Object.fromEntries(DAYS.map((day) => [`hours.${day}`, `settings.day.${day}` as const])),
    exceptions: 'settings.hours.exceptions',
  },
}
const role: Kind = {
  title: 'history.kind.role',
  permission: 'role.manage',
  keys: [keys.roles],
  fields: { name: 'people.roles.name', description: 'people.roles.about' },
}
const team: Kind = {
  title: 'history.kind.team',
  permission: 'team.manage',
  keys: [keys.teams, keys.users],
  fields: { name: 'people.teams.name', description: 'people.teams.about', memberIds: 'people.teams.members' },
}
const person: Kind = {
  title: 'history.kind.person',
  permission: 'user.manage',
  keys: [keys.users, keys.teams],
  fields: { name: 'people.name', alias: 'settings.alias', roleId: 'people.role', teamIds: 'people.teams', status: 'people.status' },
  words: { status: 'people.status' },
  keeps: 'history.keeps.person',
}
const tag: Kind = {
  title: 'history.kind.tag',
  permission: 'tag.manage',
  keys: [keys.tags],
  fields: { name: 'settings.tags.name', colour: 'settings.tags.colour' },
  words: { colour: 'settings.colour' },
}
const word: Kind = {
  title: 'history.kind.sensitive_word',
  permission: 'moderation.words',
  keys: [['moderation', 'words']],
  fields: { name: 'moderation.text', side: 'moderation.side', action: 'moderation.action', replacement: 'moderation.replacement', note: 'moderation.note', inside: 'moderation.inside', enabled: 'moderation.col.on' },
  words: { side: 'moderation.side', action: 'moderation.action' },
}
const webhook: Kind = {
  title: 'history.kind.webhook',
  permission: 'webhook.manage',
  keys: [keys.webhooks],
  fields: {
    enabled: 'webhooks.enabled',
    disabledReason: 'history.field.stopped',
    host: 'history.field.host',
    url: 'webhooks.url',
    description: 'webhooks.about',
    events: 'webhooks.events',
    secret: 'webhooks.secret',
  },
  words: { disabledReason: 'webhooks.reason' },
  keeps: 'history.keeps.webhook',
}
const channel: Kind = {
  title: 'history.kind.channel',
  permission: 'channel.manage',
  keys: [keys.channels, ['settings', 'channel']],
  fields: {
    name: 'channels.name',
    enabled: 'history.field.enabled',
    'settings.appearance.colour': 'channels.colour',
    'settings.appearance.position': 'channels.position',
    'settings.appearance.launcher': 'channels.icon',
    'settings.appearance.theme': 'channels.theme',
    'settings.appearance.language': 'channels.language',
    'settings.appearance.faces': 'channels.faces',
    'settings.appearance.title.zh': 'channels.texts.title.zh',
    'settings.appearance.title.en': 'channels.texts.title.en',
    'settings.appearance.greeting.zh': 'channels.texts.greeting.zh',
    'settings.appearance.greeting.en': 'channels.texts.greeting.en',
    'settings.preChat.on': 'channels.prechat.on',
    'settings.preChat.name': 'history.field.prechat.name',
    'settings.preChat.email': 'history.field.prechat.email',
    'settings.preChat.phone': 'history.field.prechat.phone',
    'settings.calendarId': 'channels.hours.calendar',
    'settings.offline': 'channels.offline',
    'settings.files': 'channels.files',
    'settings.rating': 'channels.rating',
    'settings.defaultTeamId': 'channels.team',
    'settings.attention.warnAfter': 'channels.warn',
    'settings.attention.alertAfter': 'channels.alert',
    'settings.attention.remindAfter': 'channels.remind',
    'settings.attention.closeAfter': 'channels.close',
    'settings.attention.reminder.zh': 'channels.reminder.zh',
    'settings.attention.reminder.en': 'channels.reminder.en',
    'settings.allowedOrigins': 'channels.origins',
    'settings.identity.method': 'channels.identity.method',
    'settings.identity.required': 'channels.identity.required',
    'settings.identity.publicKey': 'channels.identity.publicKey',
    'settings.identity.audience': 'channels.identity.audience',
    identitySecret: 'channels.secret',
  },
  words: {
    'settings.appearance.position': 'channels',
    'settings.appearance.launcher': 'channels.icon',
    'settings.appearance.theme': 'channels.theme',
    'settings.appearance.language': 'channels.language',
    'settings.preChat.name': 'channels.ask',
    'settings.preChat.email': 'channels.ask',
    'settings.preChat.phone': 'channels.ask',
    'settings.offline': 'channels.offline',
    'settings.identity.method': 'channels.identity',
  },
}

const summaryCategory: Kind = {
  title: 'history.kind.summary_category',
  permission: 'wrapup.manage',
  keys: [['wrapup']],
  fields: { nameZh: 'wrapup.nameZh', nameEn: 'wrapup.nameEn', parentId: 'wrapup.tree.parent', archived: 'wrapup.tree.archived' },
}
const summaryForm: Kind = {
  title: 'history.kind.summary_form',
  permission: 'wrapup.manage',
  keys: [['wrapup']],
  fields: { mode: 'wrapup.mode', categoryIds: 'wrapup.tree' },
  words: { mode: 'wrapup.mode' },
}

const customField: Kind = {
  title: 'history.kind.custom_field',
  permission: 'field.manage',
  keys: [['panel']],
  fields: { nameZh: 'panel.define.nameZh', nameEn: 'panel.define.nameEn', options: 'panel.define.options', required: 'panel.field.required', seenBy: 'panel.define.seenBy', editedBy: 'panel.define.editedBy' },
}
const app: Kind = {
  title: 'history.kind.app',
  permission: 'webhook.manage',
  keys: [['panel', 'apps']],
  fields: { name: 'panel.apps.name', enabled: 'panel.apps.on', host: 'history.field.host', url: 'panel.apps.url', secret: 'panel.apps.secret' },
  keeps: 'history.keeps.webhook',
}
const customerSegment: Kind = {
  title: 'history.kind.customer_segment',
  permission: 'segment.manage',
  keys: [['panel']],
  fields: { name: 'panel.segment.name', colour: 'panel.segment.colour', conditions: 'panel.segment.conditions' },
  words: { colour: 'settings.colour' },
}

const question: Kind = {
  title: 'history.kind.faq_question',
  permission: 'faq.manage',
  keys: [['settings', 'faq']],
  fields: {
    'zh.question': 'history.field.faq.zh.question',
    'zh.alternatives': 'history.field.faq.zh.alternatives',
    'zh.answer': 'history.field.faq.zh.answer',
    'en.question': 'history.field.faq.en.question',
    'en.alternatives': 'history.field.faq.en.alternatives',
    'en.answer': 'history.field.faq.en.answer',
    categoryId: 'faq.category',
    status: 'faq.status',
    hot: 'faq.hot',
    internal: 'faq.internal',
    validFrom: 'faq.from',
    validUntil: 'faq.until',
  },
  words: { status: 'faq.status' },
}
const questionCategory: Kind = {
  title: 'history.kind.faq_category',
  permission: 'faq.manage',
  keys: [['settings', 'faq']],
  fields: { nameZh: 'faq.category.nameZh', nameEn: 'faq.category.nameEn', parentId: 'faq.category.inside' },
}

const inviteRule: Kind = {
  title: 'history.kind.invite_rule',
  permission: 'visitor.manage',
  keys: [['visitors', 'rules']],
  fields: {
    name: 'visitors.rule.name',
    enabled: 'history.field.enabled',
    position: 'history.field.position',
    'when.seconds': 'visitors.rule.seconds',
    'when.seen': 'visitors.rule.seen',
    'when.pages': 'visitors.rule.pages',
    'when.visitors': 'visitors.known',
    'when.sources': 'visitors.rule.sources',
    'when.channelIds': 'visitors.rule.channels',
    'when.languages': 'visitors.rule.languages',
    'message.zh': 'visitors.rule.zh',
    'message.en': 'visitors.rule.en',
  },
  words: { 'when.visitors': 'visitors.known', 'when.sources': 'visitors.source' },
}
const visitorSettings: Kind = {
  title: 'history.kind.visitor_settings',
  permission: 'visitor.manage',
  keys: [['visitors', 'settings']],
  fields: { watch: 'visitors.watch', perDay: 'visitors.limits.perDay', quietDays: 'visitors.limits.quiet' },
}

const inboxView: Kind = {
  title: 'history.kind.inbox_view',
  permission: 'view.share',
  keys: [['inbox', 'views']],
  fields: {
    name: 'views.name',
    scope: 'views.for',
    teamId: 'views.filter.team',
    status: 'views.filter.status',
    sort: 'inbox.list.sort',
    'filter.channels': 'views.filter.channel',
    'filter.teams': 'views.filter.team',
    'filter.assignees': 'views.filter.assignee',
    'filter.tags': 'views.filter.tag',
    'filter.priorities': 'views.filter.priority',
    'filter.sentiments': 'views.sentiment',
    'filter.queues': 'views.filter.queue',
    'filter.waiting': 'views.filter.waiting',
    'filter.callback': 'views.filter.callback',
    'filter.unread': 'views.filter.unread',
    'filter.following': 'views.filter.following',
    'filter.mentioned': 'views.filter.mentioned',
    position: 'history.field.position',
  },
  words: { scope: 'history.scope', status: 'inbox.status', sort: 'inbox.list', 'filter.priorities': 'inbox.priority', 'filter.sentiments': 'views.sentiment', 'filter.assignees': 'history.assignee' },
}

const translation: Kind = {
  title: 'history.kind.translation',
  permission: 'webhook.manage',
  keys: [['translation', 'server']],
  fields: { host: 'translation.host', enabled: 'translation.on', maxChars: 'translation.maxChars', perMinute: 'translation.perMinute', url: 'translation.url', key: 'translation.key' },
  keeps: 'history.keeps.webhook',
}

const wallboard: Kind = {
  title: 'history.kind.wallboard',
  permission: 'routing.manage',
  keys: [['settings', 'wallboards']],
  fields: {
    name: 'wall.name',
    queues: 'wall.queues',
    channels: 'wall.channels',
    parts: 'wall.parts',
    period: 'wall.period',
    names: 'wall.names',
    theme: 'wall.theme',
    language: 'wall.language',
    rotate: 'wall.rotate',
    link: 'wall.link',
  },
  words: { parts: 'wall.part', period: 'wall.period', theme: 'wall.theme' },
  keeps: 'history.keeps.wallboard',
}

/** Every kind that the desk has words for; the server may keep more, which are shown as they are. */
const routingPlan: Kind = {
  title: 'history.kind.routing_plan',
  permission: 'routing.manage',
  keys: [['settings', 'routing', 'plans'], ['settings', 'routing', 'draft']],
  fields: {
    plan: 'history.plan.number',
    note: 'routing.publish.note',
    queues: 'routing.tab.queues',
    rules: 'routing.tab.rules',
    skills: 'routing.tab.skills',
    fallback: 'routing.fallback.mark',
    capacity: 'routing.points.person',
    'points.chat': 'routing.points.chat',
    'points.call': 'routing.points.call',
    'points.email': 'routing.points.email',
    ...Object.fromEntries((['urgent', 'high', 'normal', 'low'] as const).map((one) => [`priorities.${one}`, 'routing.priority.title' as const])),
    'levels.vip': 'routing.levels.title',
    learning: 'routing.learning.title',
  },
  keeps: 'history.keeps.plan',
}

export const KINDS: Readonly<Record<string, Kind>> = { workspace, calendar, role, team, person, channel, tag, sensitive_word: word, webhook, summary_category: summaryCategory, summary_form: summaryForm, faq_question: question, faq_category: questionCategory, invite_rule: inviteRule, visitor_settings: visitorSettings, custom_field: customField, customer_segment: customerSegment, inbox_view: inboxView, app, translation, wallboard, routing_plan: routingPlan }
