import { LOCALES, locale } from '@frontdesk/i18n'
import { watch } from 'vue'
import { call } from '@/shell/call'
import { ownKeys, setSingleKeys, singleKeys } from '@/shell/commands'
import { local } from '@/shell/env'
import { chooseLocale } from '@/shell/language'
import { useSession } from '@/shell/session'
import { useTheme } from '@/shell/theme'
import type { Preferences } from './api'

/** What the account says about looks, keys and language. */
const preferencesOf = (user: Record<string, unknown> | undefined) => user?.preferences as Preferences | undefined

/**
 * Looks, keys and language follow the person to a new browser, and are kept in the account when the rail or the palette
 * changes them. What was chosen in this browser, also before signing in, wins here: a dark room has its own theme.
 */
export function followPreferences(): void {
  const store = useSession()
  const theme = useTheme()
  let applying = false

  async function apply() {
    const preferences = preferencesOf(store.user)
    if (!store.user || !preferences) return
    applying = true
    if (!local.get('fd.theme')) theme.setMode(preferences.theme)
    setSingleKeys(preferences.shortcuts)
    document.documentElement.dataset.density = preferences.density
    const wanted = LOCALES.find((each) => each === store.user?.locale)
    if (wanted && wanted !== locale.value && !local.get('fd.locale')) await chooseLocale(wanted)
    applying = false
  }
  watch(() => store.user?.id, apply, { flush: 'sync' })
  watch(
    () => preferencesOf(store.user)?.keys,
    (keys) => (ownKeys.value = keys ?? {}),
    { immediate: true },
  )
  watch(
    () => preferencesOf(store.user)?.density,
    (density) => density && (document.documentElement.dataset.density = density),
  )
  watch([() => theme.mode, singleKeys, locale], async ([mode, shortcuts, language]) => {
    const preferences = preferencesOf(store.user)
    if (applying || !store.session || !store.user || !preferences) return
    if (preferences.theme === mode && preferences.shortcuts === shortcuts && store.user.locale === language) return
    const next = { ...preferences, theme: mode, shortcuts }
    // Known here at once: a page that is open must not save the older choice again.
    store.session = { ...store.session, user: { ...store.user, locale: language, preferences: next } }
    await call('PATCH', '/users/me', { body: { locale: language, preferences: next } }).catch(() => undefined)
  })
}
