import { LOCALES, matchLocale, setLocale, type Locale } from '@frontdesk/i18n'
import { local } from './env'

const KEY = 'fd.locale'

/** The language this browser asked for last, else the one it prefers. */
export function initialLocale(): Locale {
  const stored = local.get(KEY)
  return LOCALES.find((locale) => locale === stored) ?? matchLocale(navigator.languages)
}

/** Changes the language of the whole desk at once and remembers it. */
export async function chooseLocale(locale: Locale): Promise<void> {
  local.set(KEY, locale)
  await setLocale(locale)
}
