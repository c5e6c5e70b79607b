import { Inbox } from '@lucide/vue'
import { lazyPart } from '@/parts/lazy'
import { defineFeature } from '@/shell/feature'
import { followSession } from '@/shell/live'
import { useSession } from '@/shell/session'

export default defineFeature({
  routes: [
    { path: '/', redirect: '/inbox/mine' },
    { path: '/inbox', redirect: '/inbox/mine' },
    {
      path: '/inbox/:view/:conversationId?',
      name: 'inbox',
      component: () => import('./InboxPage.vue'),
      meta: { title: 'inbox.title', permission: 'conversation.read' },
    },
  ],
  nav: [
    {
      id: 'inbox',
      label: 'shell.nav.inbox',
      icon: Inbox,
      to: '/inbox',
      order: 10,
      keys: 'g i',
      when: () => useSession().can('conversation.read'),
    },
  ],
  slots: { banner: lazyPart(() => import('./OfflineBar.vue')) },
  setup: followSession,
})
