// The script that a site includes. It shows the launcher, takes commands from the first moment on and loads the panel
// when somebody wants to talk, or when there is a conversation to wait for.
import { ICONS } from './icons'
import { pick, said } from './language'
import css from './loader.css?inline'
import { make } from './make'
import { forget, keepFor, load, type Visitor } from './storage'
import { dress } from './style'
import { tools } from './tools'
import type { Config, Panel, Shell } from './types'

type Listener = (detail?: unknown) => void
type Command = (name: string, first?: unknown, second?: unknown) => void
type Order = [keyof Panel, unknown]

const icon = (d: string, name: string) => make<SVGElement>('svg', { viewBox: '0 0 24 24', class: name, 'aria-hidden': 'true' }, make<SVGElement>('path', { d }))

function start(script: HTMLScriptElement, key: string): void {
  const base = new URL('.', script.src).href
  const listeners: Record<string, Set<Listener> | undefined> = {}
  let shell: Shell | undefined
  let panel: Panel | undefined
  /** Commands for the panel, in their order. */
  let orders: Order[] = []
  let busy = false
  let wait = 4000
  let unread = 0
  let wished: string | undefined

  const emit = (event: string, detail?: unknown) => (listeners[event] || []).forEach((listener: Listener) => listener(detail))

  /** Loads a part and starts it. */
  const begin = async (file: string) => ((await import(/* @vite-ignore */ `${base}assets/widget/${file}`)) as { start: (shell?: Shell, locale?: string) => Promise<Panel> }).start(shell, wished)

  const label = () => {
    if (shell) shell.launcher.setAttribute('aria-label', said(shell.config.appearance.title, pick(shell.config, wished)) + (unread ? ` (${unread})` : ''))
  }

  function show(config: Config): void {
    const { position, launcher: drawing } = config.appearance
    const talked = load<Visitor>('visitor', {}).talked
    if (!config.hours.open && config.offline === 'hide' && !talked) return
    const host = make('div', { id: 'frontdesk-widget' })
    const root = host.attachShadow({ mode: 'open' })
    const badge = make('span', { class: 'badge' })
    const launcher = make<HTMLButtonElement>('button', { class: 'launcher', 'data-side': position, 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }, icon(ICONS[drawing], 'show'), icon(ICONS.shut, 'shut'), badge)
    dress(root, css)
    host.style.setProperty('--plane', config.colours.plane)
    host.style.setProperty('--ink', config.colours.ink)
    launcher.onclick = () => command('toggle')
    launcher.onpointerenter = launcher.onfocus = run
    root.append(launcher)
    document.body.append(host)
    shell = {
      key, base, config, root, launcher, emit, tools,
      set: script.dataset,
      unread(count) {
        if (count === unread) return
        unread = count
        badge.textContent = count > 9 ? '9+' : count ? `${count}` : ''
        label()
        emit('unread', count)
      },
    }
    label()
    emit('ready')
    if (config.visits) setTimeout(() => begin('visit.js').catch(() => {}), 1500)
    if (load('open', 0) && innerWidth > 480) command('open')
    else if (talked || load('outbox', []).length) setTimeout(tell, 1000, 'connect')
    else if (orders.some(([name]) => name === 'open')) void run()
  }

  async function boot(): Promise<void> {
    const answer = await fetch(`${base}api/v1/widget/config?key=${key}`, { credentials: 'omit' }).catch(() => undefined)
    if (!answer || answer.status > 499 || answer.status === 429) setTimeout(boot, (wait = Math.min(wait * 2, 120_000)))
    else if (!answer.ok) console.error(`Frontdesk: this chat cannot be shown (${answer.status})`)
    else {
      const config = (await answer.json()) as Config
      if (document.body) show(config)
      else addEventListener('DOMContentLoaded', () => show(config))
    }
  }

  /** Loads the panel and gives it its orders, one after another. A load that failed is tried again with the next wish. */
  async function run(): Promise<void> {
    if (busy || !shell) return
    busy = true
    try {
      panel = panel || (await begin(__PANEL__))
      for (let order; (order = orders.shift()); ) await panel[order[0]](order[1] as never)
    } catch {
      // The network, or an order that makes no sense.
    }
    busy = false
    if (panel && orders.length) void run()
  }

  function tell(name: keyof Panel, value?: unknown): void {
    orders.push([name, value])
    if (panel || /^(open|connect|card)$/.test(name)) void run()
  }

  const command: Command = (name, first, second) => {
    if (name === 'toggle') name = shell && shell.launcher.getAttribute('aria-expanded') === 'true' ? 'close' : 'open'
    if (name === 'on') {
      const event = first as string
      ;(listeners[event] = listeners[event] || new Set()).add(second as Listener)
      if (event === 'ready' && shell) (second as Listener)()
    } else if (name === 'shutdown' && !panel) {
      // Signing out: the talk leaves this browser. The launcher stays for whoever comes next.
      orders = []
      forget()
    } else if (/^(open|close|identify|page|setLocale|shutdown|card|context)$/.test(name)) {
      if (name === 'setLocale') wished = `${first}`
      label()
      tell(name as keyof Panel, first)
    } else console.error(`Frontdesk: unknown command ${name}`)
  }

  const page = window as { frontdesk?: Command & { q?: Parameters<Command>[] } }
  const early = (page.frontdesk && page.frontdesk.q) || []
  page.frontdesk = command
  keepFor(key)
  for (const each of early) command(...each)
  void boot()
}

const script = (document.currentScript || document.querySelector('script[data-key^=wgt_]')) as HTMLScriptElement | null
const key = script && script.dataset.key
const page = window as { frontdeskLoaded?: boolean }
if (key && !page.frontdeskLoaded) {
  page.frontdeskLoaded = true
  start(script, key)
}
