import { call, type Page } from '@/shell/call'
import type { Report } from '@/parts/replies/api'

export type Lang = 'zh-CN' | 'en'
/** A question as it is shown in one language. */
export type Found = { id: string; categoryId?: string; lang: Lang; languages: Lang[]; question: string; answer: string; hot: boolean; internal: boolean; uses: number }
export type Text = { question: string; alternatives: string[]; answer: string }
export type Status = 'draft' | 'published'
export type Content = { categoryId?: string; zh: Text; en: Text; status: Status; hot: boolean; internal: boolean; validFrom?: string; validUntil?: string }
export type Question = Content & { id: string; uses: number; helped: number; notHelped: number; editedBy?: string; updatedAt: string; version: number }
export type Category = { id: string; parentId?: string; nameZh?: string; nameEn?: string; position: number; version: number }
export type Asked = { categoryId?: string; status?: string; missing?: string; hot?: boolean; q?: string; cursor?: string }

const at = (id: string) => ({ id })
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export const findAnswers = async (q: string, lang: Lang, signal?: AbortSignal) => (await call<{ items: Found[] }>('GET', '/faq/search', { query: { q, lang }, ...(signal ? { signal } : {}) })).items
export const useAnswer = (id: string) => call('POST', '/faq/questions/{id}/uses', { path: at(id) })
export const getQuestions = (query: Asked) => call<Page<Question>>('GET', '/faq/questions', { query: { limit: 50, ...query } })
export const createQuestion = (body: Content) => call<Question>('POST', '/faq/questions', { body })
export const updateQuestion = (id: string, body: Partial<Content> & { version: number }) => call<Question>('PATCH', '/faq/questions/{id}', { path: at(id), body })
export const deleteQuestion = (id: string) => call('DELETE', '/faq/questions/{id}', { path: at(id) })
export const getCategories = async () => (await call<{ items: Category[] }>('GET', '/faq/categories')).items
export const createCategory = (body: Partial<Category>) => call<Category>('POST', '/faq/categories', { body })
export const updateCategory = (id: string, body: Partial<Category> & { version: number }) => call<Category>('PATCH', '/faq/categories/{id}', { path: at(id), body })
export const deleteCategory = (id: string) => call('DELETE', '/faq/categories/{id}', { path: at(id) })
export const importFAQ = (file: Blob, skip: boolean) => call<Report>('POST', '/faq/import', { query: { zone: zone(), ...(skip ? { skip: 'true' } : {}) }, body: file, bodySerializer: (body) => body })
