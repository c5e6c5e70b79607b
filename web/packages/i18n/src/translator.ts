import { computed, ref, shallowRef } from 'vue'
import type en from '../locales/en'
import type more from '../locales/en/more'
import { choose, fill, type Messages, type ParamNames, type Params } from './message'

type Areas = typeof en & typeof more
/** Every key, as `area.key`; inferred from the English files. */
export type Key = { [A in keyof Areas & string]: `${A}.${keyof Areas[A] & string}` }[keyof Areas & string]
type MessageOf<K> = K extends `${infer A}.${infer Rest}`
  ? A extends keyof Areas
    ? Rest extends keyof Areas[A]
      ? Areas[A][Rest]
      : never
    : never
  : never
type NamesOf<K> = ParamNames<MessageOf<K>>
/** Keys of sentences without parameters: what titles and labels in data may name. */
export type PlainKey = { [K in Key]: [NamesOf<K>] extends [never] ? K : never }[Key]
/** The second argument of `t`: required exactly when the English sentence has parameters. */
export type ParamsOf<K> = [NamesOf<K>] extends [never]
  ? []
  : 'count' extends NamesOf<K>
    ? [params: { readonly [N in NamesOf<K>]: N extends 'count' ? number : string | number }]
    : [params: { readonly [N in NamesOf<K>]: string | number }]

export const LOCALES = ['en', 'zh-CN'] as const
export type Locale = (typeof LOCALES)[number]
/** Each language in its own words, for the language menu. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' }

const loaders: Record<Locale, () => Promise<{ default: Record<string, Messages> }>> = {
  en: () => import('../locales/en'),
  'zh-CN': () => import('../locales/zh-CN'),
}

/** Areas of pages that are not the inbox: they load with the first of those pages. */
const moreLoaders: Record<Locale, () => Promise<{ default: Record<string, Messages> }>> = {
  en: () => import('../locales/en/more'),
  'zh-CN': () => import('../locales/zh-CN/more'),
}

const current = ref<Locale>('en')
const messages = shallowRef<Record<string, Messages>>({})
const plural = computed(() => new Intl.PluralRules(current.value))
const numbers = computed(() => new Intl.NumberFormat(current.value))

/** The language on screen; read-only, change it with `setLocale`. */
export const locale = computed(() => current.value)

/** The best language for a list of wishes, as `navigator.languages` gives it. */
export function matchLocale(wishes: readonly string[]): Locale {
  for (const wish of wishes) {
    const tag = wish.toLowerCase()
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'en'
}

let wanted: Locale | undefined
let withMore = false
let loadingMore: Promise<void> | undefined

async function load(next: Locale): Promise<Record<string, Messages>> {
  const [first, rest] = await Promise.all([loaders[next](), withMore ? moreLoaders[next]() : undefined])
  return { ...first.default, ...rest?.default }
}

/** Loads the areas of `locales/<language>/more.ts`, now and whenever the language changes. Lazy pages wait for it. */
export function loadMoreWords(): Promise<void> {
  withMore = true
  loadingMore ??= setLocale(wanted ?? current.value).catch((error: unknown) => {
    withMore = false
    loadingMore = undefined
    throw error
  })
  return loadingMore
}

/** Loads a language and shows it at once, without reload. A later call wins over an earlier one that still loads. */
export async function setLocale(next: Locale): Promise<void> {
  wanted = next
  const more = withMore
  const loaded = await load(next)
  if (wanted !== next || more !== withMore) return
  messages.value = loaded
  current.value = next
  if (typeof document !== 'undefined') document.documentElement.lang = next
}

/** Looks a key up without type checking, for keys that come from data (error codes); undefined when absent. */
export function lookup(key: string, params?: Params): string | undefined {
  const dot = key.indexOf('.')
  const message = messages.value[key.slice(0, dot)]?.[key.slice(dot + 1)]
  if (message === undefined) return undefined
  return fill(choose(message, params, plural.value), params, (n) => numbers.value.format(n))
}

/** Translates a key. Reactive: a template that calls it is drawn again when the language changes. */
export function t<K extends Key>(key: K, ...params: ParamsOf<K>): string {
  return lookup(key, params[0] as Params | undefined) ?? key
}
