import { locale } from '@frontdesk/i18n'
import { call } from '@/shell/call'

/** What a workspace begins with, as `/templates` and `/workspace/guide` speak of it. */
export const PARTS = ['teams', 'hours', 'channels', 'tags', 'fields', 'summaries', 'replies', 'faq', 'words'] as const
export type Part = (typeof PARTS)[number]
export type Words = { zh: string; en: string }
export type Template = { key: string; icon: string; name: Words; about: Words; own: boolean; brings: { part: Exclude<Part, 'channels'>; count: number }[] }
export type TemplateList = { items: Template[]; problems: { file: string; wrong: string[] }[]; chosen?: string }
export type Item = { name: string; under?: string; about?: string; there: boolean }
export type Content = { template: Template; parts: { part: Part; items: Item[] }[] }
export type Outcome = { part: Part; added: number; kept: number; code?: string; problem?: string }
export const STEPS = ['trade', 'channel', 'message', 'reply', 'people'] as const
export type GuideStep = (typeof STEPS)[number]
export type Guide = { open: boolean; steps: { key: GuideStep; done: boolean }[]; channelId?: string; conversationId?: string }

/** Stands for no template, chosen on purpose. */
export const EMPTY = 'empty'
export const keys = { templates: ['templates'] as const, guide: ['guide'] as const }
export const getTemplates = () => call<TemplateList>('GET', '/templates')
export const getTemplate = (key: string, language: string) => call<Content>('GET', '/templates/{key}', { path: { key }, query: { language } })
export const applyTemplate = async (key: string, body: { language?: string; parts?: Part[] } = {}) => (await call<{ parts: Outcome[] }>('POST', '/templates/{key}/apply', { path: { key }, body })).parts
export const getGuide = () => call<Guide>('GET', '/workspace/guide')
export const showGuide = (open: boolean) => call<Guide>('PUT', '/workspace/guide', { body: { open } })

/** A text in the language on screen. */
export const say = (words: Words) => (locale.value === 'zh-CN' ? words.zh || words.en : words.en || words.zh)
