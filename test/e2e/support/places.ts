import type { Desk } from './desk'

/** The pages of the desk that an administrator can open, by the name of their picture. */
export async function places(desk: Desk): Promise<Record<string, string>> {
  const first = async (path: string) => (await desk.api<{ items: { id: string }[] }>('GET', path)).items[0]?.id ?? ''
  const { items } = await desk.api<{ items: { id: string; customerId: string; lastMessageKind: string }[] }>('GET', '/conversations?view=all&limit=30')
  const open = items.find((each) => each.lastMessageKind !== '') ?? items[0]
  const channel = await first('/channels')
  const role = (await desk.api<{ items: { id: string; key: string }[] }>('GET', '/roles')).items.find((each) => each.key === 'agent')?.id ?? ''
  const queue = (await desk.api<{ plan: { fallback: string } }>('GET', '/routing/plan')).plan.fallback
  const board = (await first('/wallboards')) || (await desk.api<{ id: string }>('POST', '/wallboards', { name: 'Hall' })).id
  return {
    inbox: `/inbox/all/${open?.id ?? ''}`,
    'inbox-list': '/inbox/all',
    visitors: '/visitors',
    'visitors-rules': '/visitors/rules',
    'visitors-report': '/visitors/report',
    customers: '/customers',
    customer: `/customers/${open?.customerId ?? ''}`,
    'settings-profile': '/settings/profile',
    'settings-preferences': '/settings/preferences',
    'settings-notifications': '/settings/notifications',
    'settings-shortcuts': '/settings/shortcuts',
    'settings-privacy': '/settings/privacy',
    'settings-security': '/settings/security',
    'settings-workspace': '/settings/workspace',
    'settings-hours': '/settings/hours',
    'settings-fields': '/settings/fields',
    'settings-apps': '/settings/apps',
    'settings-translation': '/settings/translation',
    inspections: '/inspections',
    'settings-tags': '/settings/tags',
    'settings-faq': '/settings/faq',
    'settings-replies': '/settings/replies',
    'settings-log': '/settings/log',
    ratings: '/ratings',
    supervisor: '/supervisor',
    'settings-wallboards': '/settings/wallboards',
    wallboard: `/wall/${board}`,
    reports: '/reports/summaries',
    'reports-daily': '/reports/daily?period=month',
    'reports-me': '/reports/me',
    'settings-summaries': '/settings/summaries',
    'settings-templates': '/settings/templates',
    'settings-template': '/settings/templates?key=shop',
    guide: '/docs/guide/administrator',
    'settings-sample': '/settings/sample',
    'settings-people': '/settings/people',
    'settings-teams': '/settings/teams',
    'settings-roles': '/settings/roles',
    'settings-role': `/settings/roles/${role}`,
    'settings-routing': '/settings/routing',
    'settings-routing-queue': `/settings/routing/queues/${queue}`,
    'settings-routing-skills': '/settings/routing/skills',
    'settings-routing-rules': '/settings/routing/rules',
    'settings-routing-people': '/settings/routing/people',
    'settings-routing-points': '/settings/routing/points',
    'settings-routing-versions': '/settings/routing/versions',
    'settings-channels': '/settings/channels',
    'settings-widget': `/settings/channels/${channel}/appearance`,
    'settings-widget-behaviour': `/settings/channels/${channel}/behaviour`,
    'settings-widget-texts': `/settings/channels/${channel}/texts`,
    'settings-widget-rating': `/settings/channels/${channel}/rating`,
    'settings-widget-attention': `/settings/channels/${channel}/attention`,
    'settings-widget-install': `/settings/channels/${channel}/install`,
    'settings-words': '/settings/words',
    'settings-word-hits': '/settings/word-hits',
    'settings-blocklist': '/settings/blocklist',
    'settings-webhooks': '/settings/webhooks',
    'api-docs': '/docs/api',
  }
}

/** Waits until a page has drawn what it loads: no skeleton is left and its fonts are there. */
export async function settled(desk: { page: Desk['page'] }): Promise<void> {
  const { page } = desk
  await page.waitForLoadState('load')
  await page.waitForFunction(() => document.querySelector('main, [role=main], form, .launcher, h1') && !document.querySelector('[class*=animate-skeleton]:not(i)'), undefined, { timeout: 8_000 }).catch(() => {})
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))))
}
