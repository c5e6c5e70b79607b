import { expect, test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { Desk } from './desk'
import { Server } from './server'
import { Shop } from './shop'
import { say, type Lang } from './words'

export { expect }
export type { Page }

export type Person = 'admin' | 'supervisor' | 'linwei' | 'noah'
const PASSWORD = 'frontdesk-demo'

/** What a page must not do: write errors to the console, throw, or ask a machine other than this one. */
export class Watch {
  readonly problems: string[] = []
  /** While the network or the server is away on purpose, the browser itself writes that requests fail. */
  cut = false
  private readonly allowed: RegExp[] = []

  allow(pattern: RegExp): void {
    this.allowed.push(pattern)
  }

  private note(problem: string): void {
    if (!this.allowed.some((each) => each.test(problem))) this.problems.push(problem)
  }

  follow(context: BrowserContext): void {
    context.on('page', (page) => {
      slowDown(page).catch(() => {}) // a page that is closed at once
      page.on('console', (message) => {
        if (message.type() !== 'error') return
        const text = `console: ${message.text()} (${message.location().url})`
        if (this.cut && /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_NETWORK|WebSocket connection|502|503/.test(text)) return
        this.note(text)
      })
      page.on('pageerror', (error) => this.note(`error: ${error.stack ?? error.message}`))
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (/^(https?|wss?):$/.test(url.protocol) && url.hostname !== '127.0.0.1') this.note(`request to ${url.host}`)
      })
    })
  }
}

/** FRONTDESK_E2E_SLOW=4 gives every page a processor four times slower, and answers that take four times 20 ms longer. */
async function slowDown(page: Page): Promise<void> {
  const times = Number(process.env.FRONTDESK_E2E_SLOW ?? 1)
  if (times <= 1) return
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: times })
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: times * 20, downloadThroughput: -1, uploadThroughput: -1 })
}

type Options = BrowserContextOptions & { theme?: 'light' | 'dark' }

/** The world of one test: the running house and everybody who comes to it. */
export class World {
  readonly watch = new Watch()
  private readonly contexts: BrowserContext[] = []

  constructor(
    private readonly browser: Browser,
    readonly server: Server,
    readonly lang: Lang,
    private readonly defaults: BrowserContextOptions,
  ) {}

  /** A browser of its own: its cookies and storage are nobody else's. */
  async context(options: Options = {}): Promise<BrowserContext> {
    const { theme, ...rest } = options
    const context = await this.browser.newContext({ ...this.defaults, baseURL: this.server.url, colorScheme: theme ?? 'light', ...rest })
    this.watch.follow(context)
    this.contexts.push(context)
    return context
  }

  /** Somebody at the desk, signed in by the API; the way through the form has its own journey. */
  async desk(person: Person, options: Options & { lang?: Lang } = {}): Promise<Desk> {
    const { lang = this.lang, ...rest } = options
    const context = await this.context(rest)
    const answer = await context.request.post('/api/v1/session', { data: { email: `${person}@lantern.example`, password: PASSWORD, remember: false } })
    expect(answer.ok(), await answer.text()).toBe(true)
    const session = (await answer.json()) as { csrf: string; user: { id: string; name: string; version: number; locale: string; preferences: object } }
    const desk = new Desk(await context.newPage(), lang, session.csrf, session.user)
    const theme = options.theme ?? 'light'
    await desk.api('PATCH', '/users/me', { locale: lang, preferences: { ...session.user.preferences, theme, undoSend: 'off' } })
    await context.addInitScript(([locale, theme]) => {
      localStorage.setItem('fd.locale', locale as string)
      localStorage.setItem('fd.theme', theme as string)
    }, [lang, theme])
    return desk
  }

  /** A visitor on the page of the demo shop. */
  async shop(options: Options & { lang?: Lang; path?: string } = {}): Promise<Shop> {
    const { lang = this.lang, path = '/demo/', ...rest } = options
    const context = await this.context({ locale: lang === 'en' ? 'en-GB' : 'zh-CN', ...rest })
    await context.addCookies([{ name: 'lantern_lang', value: lang === 'en' ? 'en' : 'zh', url: this.server.url }])
    const shop = new Shop(await context.newPage(), lang)
    await shop.page.goto(path)
    return shop
  }

  /** The shop of the sample is open from nine to nine; the journeys run at any time. */
  async openHours(): Promise<void> {
    const admin = await this.desk('admin')
    const { items } = await admin.api<{ items: { id: string; version: number; settings: object }[] }>('GET', '/channels')
    for (const { id, version, settings } of items) await admin.api('PATCH', `/channels/${id}`, { version, settings: { ...settings, calendarId: '' } })
    await admin.page.context().close()
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close()
  }
}

type Fixtures = { world: World; say: ReturnType<typeof say> }
type WorkerFixtures = { house: Server }

export const test = base.extend<Fixtures, WorkerFixtures>({
  house: [
    async ({ browser }, use) => {
      const server = await Server.start({ demo: true })
      await new World(browser, server, 'en', {}).openHours()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  world: async ({ browser, house, locale, timezoneId, viewport, hasTouch, isMobile }, use) => {
    const world = new World(browser, house, locale?.startsWith('zh') ? 'zh-CN' : 'en', { locale: locale ?? 'en-GB', timezoneId: timezoneId ?? 'UTC', viewport, hasTouch, isMobile, reducedMotion: 'reduce' })
    await use(world)
    await world.close()
    expect(world.watch.problems, 'what pages must not do').toEqual([])
  },
  say: async ({ world }, use) => use(say(world.lang)),
})
