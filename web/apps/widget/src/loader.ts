// The script that a site includes. It shows the launcher, takes commands from the first moment on and loads the panel
// when somebody wants to talk, or when there is a conversation to wait for.
import css from './loader.css?inline'
import type { Visitor } from './storage'
import { tools } from './tools'
import type { Config, Identity, Page, Panel, Shell } from './types'

const { brand, dress, load, names, pick, remove, said } = tools

type Listener = (detail?: unknown) => void
type Command = (name: string, ...rest: unknown[]) => void
type Queue = Command & { q?: ArrayLike<unknown>[] }

const ICONS = {
  chat: 'M4 11.6a8.3 8.3 0 1 1 4.7 7.5L3.6 20.6l1.5-4.9A8.3 8.3 0 0 1 4 11.6z',
  question: 'M9.3 9a2.9 2.9 0 0 1 5.7.8c0 1.9-3 2.3-3 4.2M12 17.5v.01M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z',
  smile: 'M8.2 14.3s1.3 2 3.8 2 3.8-2 3.8-2M9 9.5v.01M15 9.5v.01M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z',
  shut: 'M6 9.5l6 6 6-6',
}

function start(script: HTMLScriptElement, key: string): void {
  const base = new URL('.', script.src).href
  const name = names(key)
  const listeners: Record<string, Set<Listener> | undefined> = {}
  let host: HTMLElement | undefined
  let shell: Shell | undefined
  let panel: Promise<Panel> | undefined
  let wait = 4000
  let unread = 0
  let wished: string | undefined
  /** Somebody asked for the panel before there was anything to show it in. */
  let wanted = false
  /** Commands for the panel that came before it. */
  let before: ((panel: Panel) => void)[] = []

  const emit = (event: string, detail?: unknown) => listeners[event]?.forEach((listener) => listener(detail))

  function icon(path: string, name: string): SVGElement {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    const line = document.createElementNS(svg.namespaceURI, 'path')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('class', name)
    svg.setAttribute('aria-hidden', 'true')
    line.setAttribute('d', path)
    svg.appendChild(line)
    return svg as SVGElement
  }

  function show(config: Config): void {
    const seen = load<Visitor>(name.visitor, {})
    if (!config.hours.open && config.offline === 'hide' && !seen.talked) return
    host = document.createElement('div')
    host.id = 'frontdesk-widget'
    const root = host.attachShadow({ mode: 'open' })
    dress(root, css)
    const { colour, position, launcher: drawing, title } = config.appearance
    const { plane, ink } = brand(colour)
    const launcher = document.createElement('button')
    const badge = document.createElement('span')
    const label = () => said(title, pick(config, wished))
    launcher.type = 'button'
    launcher.className = 'launcher'
    launcher.dataset.side = position
    launcher.style.setProperty('--plane', plane)
    launcher.style.setProperty('--ink', ink)
    launcher.setAttribute('aria-label', label())
    launcher.setAttribute('aria-haspopup', 'dialog')
    launcher.setAttribute('aria-expanded', 'false')
    badge.className = 'badge'
    launcher.append(icon(ICONS[drawing], 'show'), icon(ICONS.shut, 'shut'), badge)
    launcher.onclick = () => command('toggle')
    launcher.onpointerenter = launcher.onfocus = () => void fetchPanel()
    root.appendChild(launcher)
    document.body.appendChild(host)
    shell = {
      key, base, config, root, launcher, emit, tools,
      sound: script.dataset.sound !== 'off',
      flash: script.dataset.titleFlash !== 'off',
      unread(count) {
        if (count === unread) return
        unread = count
        badge.textContent = count ? (count > 9 ? '9+' : String(count)) : ''
        launcher.setAttribute('aria-label', label() + (count ? ` (${count})` : ''))
        emit('unread', count)
      },
    }
    emit('ready')
    let open = false
    try {
      open = sessionStorage.getItem(name.open) === '1' && innerWidth > 480
    } catch {
      // Without storage the panel starts closed.
    }
    if (open) return command('open')
    if (seen.talked || load<unknown[]>(name.outbox, []).length) {
      const idle = (window as { requestIdleCallback?: (run: () => void) => void }).requestIdleCallback ?? ((run) => setTimeout(run, 1500))
      idle(() => void fetchPanel())
    } else if (wanted) void fetchPanel()
  }

  function boot(): void {
    fetch(`${base}api/v1/widget/config?key=${key}`, { credentials: 'omit' })
      .then((answer) => (answer.ok ? (answer.json() as Promise<Config>) : Promise.reject(answer.status)))
      .then((config) => {
        if (host) return
        if (document.body) show(config)
        else addEventListener('DOMContentLoaded', () => show(config))
      })
      .catch((reason: unknown) => {
        if (typeof reason === 'number' && reason < 500 && reason !== 429) console.error(`Frontdesk: this chat cannot be shown (${reason})`)
        else setTimeout(boot, (wait = Math.min(wait * 2, 120_000)))
      })
  }

  /** Loads the panel once; a load that failed is tried again with the next wish. */
  function fetchPanel(): Promise<Panel> | undefined {
    const to = shell
    if (!to) return undefined
    panel ??= (import(/* @vite-ignore */ `${base}assets/widget/${__PANEL__}`) as Promise<{ start: (shell: Shell, locale?: string) => Promise<Panel> }>)
      .then((module) => module.start(to, wished))
      .then((ready) => {
        for (const run of before.splice(0)) run(ready)
        return ready
      })
    panel.catch(() => (panel = undefined))
    return panel
  }

  /** Runs something on the panel: now, or as soon as it is there. */
  function tell(run: (panel: Panel) => void, now = false): void {
    if (panel) panel.then(run, () => {})
    else {
      before.push(run)
      if (now) {
        wanted = true
        void fetchPanel()
      }
    }
  }

  const command: Command = (what, ...rest) => {
    const first = rest[0]
    switch (what) {
      case 'toggle':
        return command(shell?.launcher.getAttribute('aria-expanded') === 'true' ? 'close' : 'open')
      case 'open':
        return tell((it) => it.open(), true)
      case 'close':
        return tell((it) => it.close())
      case 'identify':
        return tell((it) => it.identify((first ?? {}) as Identity))
      case 'page':
        return tell((it) => it.page(first as Page))
      case 'setLocale':
        wished = String(first)
        if (shell) shell.launcher.setAttribute('aria-label', said(shell.config.appearance.title, pick(shell.config, wished)))
        return tell((it) => it.setLocale(String(first)))
      case 'on':
        ;(listeners[String(first)] ??= new Set()).add(rest[1] as Listener)
        if (first === 'ready' && shell) (rest[1] as Listener)()
        return
      case 'shutdown':
        return shutdown()
      default:
        console.error(`Frontdesk: unknown command ${what}`)
    }
  }

  /** Signing out: the talk leaves this browser. The launcher stays for whoever comes next. */
  function shutdown(): void {
    before = []
    if (panel) return tell((it) => it.shutdown())
    for (const each of [name.visitor, name.outbox, name.draft, name.person]) remove(each)
  }

  const queue = (window as { frontdesk?: Queue }).frontdesk?.q ?? []
  ;(window as { frontdesk?: Command }).frontdesk = command
  for (const each of Array.from(queue)) command(...(Array.from(each) as [string, ...unknown[]]))
  boot()
}

const script = (document.currentScript ?? document.querySelector('script[data-key^="wgt_"]')) as HTMLScriptElement | null
const key = script?.dataset.key
const page = window as { frontdeskLoaded?: boolean }
if (script && key && !page.frontdeskLoaded) {
  page.frontdeskLoaded = true
  start(script, key)
}
