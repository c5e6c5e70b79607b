import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import enActs from '../../../web/packages/i18n/locales/en/acts'
import enAuth from '../../../web/packages/i18n/locales/en/auth'
import enCalls from '../../../web/packages/i18n/locales/en/calls'
import enChannels from '../../../web/packages/i18n/locales/en/channels'
import enCommon from '../../../web/packages/i18n/locales/en/common'
import enFaq from '../../../web/packages/i18n/locales/en/faq'
import enHelp from '../../../web/packages/i18n/locales/en/help'
import enHistory from '../../../web/packages/i18n/locales/en/history'
import enInsight from '../../../web/packages/i18n/locales/en/insight'
import enInbox from '../../../web/packages/i18n/locales/en/inbox'
import enModeration from '../../../web/packages/i18n/locales/en/moderation'
import enNotices from '../../../web/packages/i18n/locales/en/notices'
import enPanel from '../../../web/packages/i18n/locales/en/panel'
import enPeople from '../../../web/packages/i18n/locales/en/people'
import enPersonal from '../../../web/packages/i18n/locales/en/personal'
import enQuality from '../../../web/packages/i18n/locales/en/quality'
import enRatings from '../../../web/packages/i18n/locales/en/ratings'
import enReplies from '../../../web/packages/i18n/locales/en/replies'
import enRouting from '../../../web/packages/i18n/locales/en/routing'
import enSearch from '../../../web/packages/i18n/locales/en/search'
import enSettings from '../../../web/packages/i18n/locales/en/settings'
import enSetup from '../../../web/packages/i18n/locales/en/setup'
import enShell from '../../../web/packages/i18n/locales/en/shell'
import enSlots from '../../../web/packages/i18n/locales/en/slots'
import enStart from '../../../web/packages/i18n/locales/en/start'
import enSupervise from '../../../web/packages/i18n/locales/en/supervise'
import enThread from '../../../web/packages/i18n/locales/en/thread'
import enTranslation from '../../../web/packages/i18n/locales/en/translation'
import enUi from '../../../web/packages/i18n/locales/en/ui'
import enViews from '../../../web/packages/i18n/locales/en/views'
import enVisitors from '../../../web/packages/i18n/locales/en/visitors'
import enWall from '../../../web/packages/i18n/locales/en/wall'
import enWebhooks from '../../../web/packages/i18n/locales/en/webhooks'
import enWork from '../../../web/packages/i18n/locales/en/work'
import enWrapup from '../../../web/packages/i18n/locales/en/wrapup'
import zhActs from '../../../web/packages/i18n/locales/zh-CN/acts'
import zhAuth from '../../../web/packages/i18n/locales/zh-CN/auth'
import zhCalls from '../../../web/packages/i18n/locales/zh-CN/calls'
import zhChannels from '../../../web/packages/i18n/locales/zh-CN/channels'
import zhCommon from '../../../web/packages/i18n/locales/zh-CN/common'
import zhFaq from '../../../web/packages/i18n/locales/zh-CN/faq'
import zhHelp from '../../../web/packages/i18n/locales/zh-CN/help'
import zhHistory from '../../../web/packages/i18n/locales/zh-CN/history'
import zhInsight from '../../../web/packages/i18n/locales/zh-CN/insight'
import zhInbox from '../../../web/packages/i18n/locales/zh-CN/inbox'
import zhModeration from '../../../web/packages/i18n/locales/zh-CN/moderation'
import zhNotices from '../../../web/packages/i18n/locales/zh-CN/notices'
import zhPanel from '../../../web/packages/i18n/locales/zh-CN/panel'
import zhPeople from '../../../web/packages/i18n/locales/zh-CN/people'
import zhPersonal from '../../../web/packages/i18n/locales/zh-CN/personal'
import zhQuality from '../../../web/packages/i18n/locales/zh-CN/quality'
import zhRatings from '../../../web/packages/i18n/locales/zh-CN/ratings'
import zhReplies from '../../../web/packages/i18n/locales/zh-CN/replies'
import zhRouting from '../../../web/packages/i18n/locales/zh-CN/routing'
import zhSearch from '../../../web/packages/i18n/locales/zh-CN/search'
import zhSettings from '../../../web/packages/i18n/locales/zh-CN/settings'
import zhSetup from '../../../web/packages/i18n/locales/zh-CN/setup'
import zhShell from '../../../web/packages/i18n/locales/zh-CN/shell'
import zhSlots from '../../../web/packages/i18n/locales/zh-CN/slots'
import zhStart from '../../../web/packages/i18n/locales/zh-CN/start'
import zhSupervise from '../../../web/packages/i18n/locales/zh-CN/supervise'
import zhThread from '../../../web/packages/i18n/locales/zh-CN/thread'
import zhTranslation from '../../../web/packages/i18n/locales/zh-CN/translation'
import zhUi from '../../../web/packages/i18n/locales/zh-CN/ui'
import zhViews from '../../../web/packages/i18n/locales/zh-CN/views'
import zhVisitors from '../../../web/packages/i18n/locales/zh-CN/visitors'
import zhWall from '../../../web/packages/i18n/locales/zh-CN/wall'
import zhWebhooks from '../../../web/packages/i18n/locales/zh-CN/webhooks'
import zhWork from '../../../web/packages/i18n/locales/zh-CN/work'
import zhWrapup from '../../../web/packages/i18n/locales/zh-CN/wrapup'

export type Lang = 'zh-CN' | 'en'

/** The widget keeps its words in several files, so that it loads few of them at first. */
function widgetWords(lang: Lang): Record<string, string> {
  const folder = join(__dirname, '../../../web/apps/widget/src/locales', lang)
  const parts = readdirSync(folder).map((file) => (require(join(folder, file)) as { words: Record<string, string> }).words)
  return Object.assign({}, ...parts) as Record<string, string>
}

const areas = {
  en: { acts: enActs, auth: enAuth, calls: enCalls, channels: enChannels, common: enCommon, faq: enFaq, help: enHelp, history: enHistory, inbox: enInbox, insight: enInsight, moderation: enModeration, notices: enNotices, panel: enPanel, people: enPeople, personal: enPersonal, quality: enQuality, ratings: enRatings, replies: enReplies, routing: enRouting, search: enSearch, settings: enSettings, setup: enSetup, shell: enShell, slots: enSlots, start: enStart, supervise: enSupervise, thread: enThread, translation: enTranslation, ui: enUi, views: enViews, visitors: enVisitors, wall: enWall, webhooks: enWebhooks, work: enWork, wrapup: enWrapup, widget: widgetWords('en') },
  'zh-CN': { acts: zhActs, auth: zhAuth, calls: zhCalls, channels: zhChannels, common: zhCommon, faq: zhFaq, help: zhHelp, history: zhHistory, inbox: zhInbox, insight: zhInsight, moderation: zhModeration, notices: zhNotices, panel: zhPanel, people: zhPeople, personal: zhPersonal, quality: zhQuality, ratings: zhRatings, replies: zhReplies, routing: zhRouting, search: zhSearch, settings: zhSettings, setup: zhSetup, shell: zhShell, slots: zhSlots, start: zhStart, supervise: zhSupervise, thread: zhThread, translation: zhTranslation, ui: zhUi, views: zhViews, visitors: zhVisitors, wall: zhWall, webhooks: zhWebhooks, work: zhWork, wrapup: zhWrapup, widget: widgetWords('zh-CN') },
} as const satisfies Record<Lang, Record<string, Record<string, string | Record<string, string>>>>

/** The words of the product itself, so that a journey reads what a person reads: say('en')('inbox.thread.resolve'). */
export function say(lang: Lang): (key: string, values?: Record<string, string | number>) => string {
  return (key, values = {}) => {
    const dot = key.indexOf('.')
    const area = areas[lang][key.slice(0, dot) as 'inbox'] as Record<string, string | Record<string, string>> | undefined
    const found = area?.[key.slice(dot + 1)]
    const text = typeof found === 'string' ? found : found?.other
    if (text === undefined) throw new Error(`no words for ${key} in ${lang}`)
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`))
  }
}
