import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { local } from './env'

export type ThemeMode = 'light' | 'dark' | 'system'
const KEY = 'fd.theme'

/** Light, dark, or what the system says; kept in this browser, applied to the html element. */
export const useTheme = defineStore('theme', () => {
  const stored = local.get(KEY)
  const mode = ref<ThemeMode>(stored === 'light' || stored === 'dark' ? stored : 'system')
  const query = matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(query.matches)
  query.addEventListener('change', (event) => (systemDark.value = event.matches))
  const theme = computed(() => (mode.value === 'system' ? (systemDark.value ? 'dark' : 'light') : mode.value))

  watchEffect(() => {
    const root = document.documentElement
    root.dataset.theme = theme.value
    const canvas = getComputedStyle(root).getPropertyValue('--fd-canvas').trim()
    document.querySelector<HTMLMetaElement>('meta[name="theme-color"]')?.setAttribute('content', canvas)
  })

  function setMode(next: ThemeMode) {
    mode.value = next
    local.set(KEY, next)
  }
  return { mode, theme, setMode }
})
