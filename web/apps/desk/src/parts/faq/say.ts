import { locale } from '@frontdesk/i18n'
import type { Category, Lang, Question } from './api'

export type Line = { category: Category; depth: number }

/** A name in the reader's language, or in the other one. */
export const nameOf = (category: Category): string => (locale.value === 'zh-CN' ? category.nameZh || category.nameEn : category.nameEn || category.nameZh) || ''

/** The categories in the order of a page, each with its depth. */
export function flatten(categories: readonly Category[], parent = '', depth = 0): Line[] {
  return categories.filter((one) => (one.parentId ?? '') === parent).flatMap((category) => [{ category, depth }, ...flatten(categories, category.id, depth + 1)])
}

/** What a list shows of a question: the text in the reader's language, or in the other one. */
export function shownOf(question: Question) {
  const [first, second] = locale.value === 'zh-CN' ? [question.zh, question.en] : [question.en, question.zh]
  return first.question ? first : second
}

/** Whether agents and visitors get it now. */
export function standing(question: Question, now = Date.now()): 'draft' | 'over' | 'later' | 'published' {
  if (question.status === 'draft') return 'draft'
  if (question.validUntil && Date.parse(question.validUntil) <= now) return 'over'
  if (question.validFrom && Date.parse(question.validFrom) > now) return 'later'
  return 'published'
}

/** The language somebody writes in; where letters say nothing, the reader's. */
export function langOf(text: string): Lang {
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN'
  return /[a-z]{2}/i.test(text) ? 'en' : locale.value
}
