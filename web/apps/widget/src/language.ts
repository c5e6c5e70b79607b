import type { Config, Localised } from './types'

export type Locale = 'en' | 'zh-CN'

export const normal = (tag: string): Locale => (/^zh\b/i.test(tag) ? 'zh-CN' : 'en')

/** The language: as the site says, as the administrator set it, as the page is written, as the browser is set. */
export function pick(config: Config, wished?: string): Locale {
  const set = config.appearance.language
  return normal(wished ?? (set !== 'auto' ? set : document.documentElement.lang || navigator.language || 'en'))
}

/** A text of the administrator; the other language is better than nothing. */
export const said = (text: Localised, locale: Locale) => (locale === 'en' ? text.en || text.zh : text.zh || text.en)
