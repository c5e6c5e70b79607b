import { t } from '@frontdesk/i18n'
import { createRouter, createWebHistory, type Router } from 'vue-router'
import { BASE } from './env'
import { features } from './features'

/** Set when a lazy file is gone after an upgrade: one reload brings the new release. */
const RELOADED = 'fd.reloaded'

export function makeRouter(): Router {
  const gallery = import.meta.env.DEV || import.meta.env.VITE_GALLERY === '1'
  const router = createRouter({
    history: createWebHistory(BASE),
    routes: [
      ...features.flatMap((feature) => feature.routes ?? []),
      ...(gallery
        ? [{ path: '/dev/gallery', component: () => import('../dev/Gallery.vue'), meta: { public: true, bare: true } }]
        : []),
      { path: '/:rest(.*)*', name: 'not-found', component: () => import('./NotFound.vue'), meta: { title: 'shell.notFound.title' } },
    ],
  })

  router.afterEach((to) => {
    document.title = to.meta.title ? `${t(to.meta.title)} · ${t('common.product')}` : t('common.product')
    sessionStorage.removeItem(RELOADED)
  })
  router.onError((error, to) => {
    const lost = error instanceof TypeError && /import|module/i.test(error.message)
    if (!lost || sessionStorage.getItem(RELOADED)) return
    sessionStorage.setItem(RELOADED, '1')
    location.assign(router.resolve(to).href)
  })
  return router
}
