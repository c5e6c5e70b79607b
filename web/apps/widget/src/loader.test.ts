import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { config } from './fake'
import type { Config } from './types'

type Frontdesk = { (command: string, ...rest: unknown[]): void; q?: unknown[][] }
const page = window as { frontdesk?: Frontdesk; frontdeskLoaded?: boolean }
const launcher = () => document.querySelector('#frontdesk-widget')?.shadowRoot?.querySelector<HTMLButtonElement>('.launcher')
let answer: () => Promise<Response>
let asked: string[]

async function load(): Promise<void> {
  await import('./loader')
  await new Promise((resume) => setTimeout(resume))
}
const shows = (change: Partial<Config>) => () => Promise.resolve(new Response(JSON.stringify({ ...config, ...change })))

beforeEach(() => {
  vi.resetModules()
  localStorage.clear()
  sessionStorage.clear()
  delete page.frontdesk
  delete page.frontdeskLoaded
  document.body.innerHTML = ''
  document.documentElement.lang = 'en'
  const script = document.createElement('script')
  script.type = 'text/plain'
  script.dataset.key = 'wgt_1'
  Object.defineProperty(script, 'src', { value: 'https://desk.example/widget.js' })
  document.body.append(script)
  asked = []
  answer = shows({})
  vi.stubGlobal('__PANEL__', 'panel.js')
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return answer()
  })
})
afterEach(() => vi.unstubAllGlobals())

test('shows a named launcher, asking its own server', async () => {
  await load()
  expect(asked).toEqual(['https://desk.example/api/v1/widget/config?key=wgt_1'])
  expect(launcher()?.getAttribute('aria-label')).toBe('Chat')
  expect(launcher()?.getAttribute('aria-expanded')).toBe('false')
})

test('commands given before it was there are carried out', async () => {
  const heard = vi.fn()
  const early: Frontdesk = (...rest) => void (early.q ??= []).push(rest)
  page.frontdesk = early
  early('on', 'ready', heard)
  early('setLocale', 'zh-CN')
  await load()
  expect(heard).toHaveBeenCalledTimes(1)
  expect(launcher()?.getAttribute('aria-label')).toBe('客服')
})

test('is there once, however often the tag is', async () => {
  await load()
  vi.resetModules()
  await load()
  expect(document.querySelectorAll('#frontdesk-widget')).toHaveLength(1)
})

test('outside business hours nothing is shown where nobody takes messages', async () => {
  answer = shows({ offline: 'hide', hours: { open: false } })
  await load()
  expect(launcher()).toBeUndefined()
})

test('who has talked before still finds the talk', async () => {
  localStorage.setItem('frontdesk:wgt_1:visitor', '{"talked":true}')
  answer = shows({ offline: 'hide', hours: { open: false } })
  await load()
  expect(launcher()).toBeTruthy()
})

test('a chat that may not be shown says so once and stays away', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  answer = () => Promise.resolve(new Response('{}', { status: 403 }))
  await load()
  await vi.waitFor(() => expect(said).toHaveBeenCalledTimes(1))
  expect(launcher()).toBeUndefined()
})

test('shutdown before the panel was ever loaded forgets the visitor', async () => {
  localStorage.setItem('frontdesk:wgt_1:visitor', '{"token":"t"}')
  localStorage.setItem('frontdesk:wgt_1:draft', '"x"')
  await load()
  page.frontdesk?.('shutdown')
  expect(Object.keys(localStorage)).toEqual([])
})

test('commands wait for each other, also for a panel that is still on its way', async () => {
  const done: string[] = []
  vi.doMock('https://desk.example/assets/widget/panel.js', () => ({
    start: async () => ({
      identify: async () => {
        await new Promise((resume) => setTimeout(resume, 20))
        done.push('identify')
      },
      open: () => done.push('open'),
      page: () => {
        throw new TypeError('no such page')
      },
      setLocale: (locale: string) => done.push(locale),
    }),
  }))
  await load()
  for (const [name, value] of [['identify', {}], ['open'], ['page', {}], ['setLocale', 'zh-CN']] as const) page.frontdesk?.(name, value)
  await vi.waitFor(() => expect(done).toEqual(['identify', 'open', 'zh-CN']))
})
