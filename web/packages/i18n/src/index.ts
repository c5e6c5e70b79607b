export * from './format'
export { T } from './T'
export type { Message, Messages, Params, Translated } from './message'
export {
  LOCALES,
  LOCALE_NAMES,
  loadMoreWords,
  locale,
  lookup,
  matchLocale,
  setLocale,
  t,
  type Key,
  type Locale,
  type ParamsOf,
  type PlainKey,
} from './translator'
