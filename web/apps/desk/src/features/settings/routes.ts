import { Settings } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import { withWords } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { useSession } from '@/shell/session'
import { followPreferences } from './follow'
import { mayOpen, pages } from './pages'

const children: RouteRecordRaw[] = pages.map((page) => ({
  path: page.path,
  name: `settings.${page.path}`,
  component: page.page as () => Promise<never>,
  meta: { title: page.title },
  beforeEnter: () => mayOpen(page, useSession().session) || { name: 'not-found' },
}))

export default defineFeature({
  routes: [
    {
      path: '/settings',
      component: withWords(() => import('./SettingsLayout.vue')),
      children: [
        { path: '', name: 'settings', component: withWords(() => import('./StartPage.vue')), meta: { title: 'shell.nav.settings' } },
        ...children,
        {
          path: 'channels/:id/:tab?',
          name: 'settings.channel',
          component: withWords(() => import('./channels/ChannelPage.vue')),
          meta: { title: 'channels.title', permission: 'channel.read' },
        },
        {
          path: 'routing/:tab/:id?',
          name: 'settings.routing.part',
          component: withWords(() => import('./routing/RoutingPage.vue')),
          meta: { title: 'routing.title', permission: 'routing.manage' },
        },
        {
          path: 'webhooks/:id',
          name: 'settings.webhook',
          component: withWords(() => import('./webhooks/WebhookPage.vue')),
          meta: { title: 'webhooks.title', permission: 'webhook.manage' },
        },
        {
          path: 'roles/:id',
          name: 'settings.role',
          component: withWords(() => import('./people/RolePage.vue')),
          meta: { title: 'people.roles', permission: 'role.manage' },
        },
      ],
    },
  ],
  nav: [{ id: 'settings', label: 'shell.nav.settings', icon: Settings, to: '/settings', order: 90, place: 'foot', keys: 'g s' }],
  setup: followPreferences,
})
