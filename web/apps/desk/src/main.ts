import { setLocale } from '@frontdesk/i18n'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './shell/App.vue'
import { queryClient } from './shell/api'
import { features } from './shell/features'
import { startKeyboard } from './shell/keyboard'
import { initialLocale } from './shell/language'
import { makeRouter } from './shell/router'
import { guardSession } from './shell/session'
import { useTheme } from './shell/theme'
import './style.css'

async function start() {
  const app = createApp(App).use(createPinia()).use(VueQueryPlugin, { queryClient })
  const router = makeRouter()
  useTheme()
  guardSession(router)
  for (const feature of features) feature.setup?.({ router })
  app.use(router)
  startKeyboard()
  // The HTML shows the skeleton meanwhile; words of the wrong language would be worse than a moment of grey.
  await setLocale(initialLocale())
  app.mount('#app')
}

void start()
