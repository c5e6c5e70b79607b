// The panel: loaded by the loader when somebody wants to talk, or when there is a conversation to wait for.
import { Chat } from './chat'
import css from './panel.css?inline'
import type { Panel, Shell } from './types'
import { App } from './view/App'
import { h, render } from './view/dom'
import { language, speak } from './words'

export async function start(shell: Shell, wished?: string): Promise<Panel> {
  const { brand, dress, names, pick, readable, said } = shell.tools
  let planned = false
  let open = false
  let focused: Element | null = null
  await speak(pick(shell.config, wished))
  dress(shell.root, css)
  const panel = document.createElement('div')
  const night = matchMedia('(prefers-color-scheme: dark)')
  panel.className = 'fd'
  panel.hidden = true
  panel.setAttribute('role', 'dialog')
  panel.tabIndex = -1
  shell.root.insertBefore(panel, shell.launcher)
  const chat = new Chat(shell, plan)

  /** A hidden page draws no frames, but tasks run. */
  function plan(): void {
    if (!planned) setTimeout(draw)
    planned = true
  }

  function draw(): void {
    planned = false
    const { appearance } = chat.config
    const { colour, position, theme, title } = appearance
    const dark = theme === 'dark' || (theme === 'auto' && night.matches)
    const { plane, ink } = brand(colour)
    panel.dataset.theme = panel.style.colorScheme = dark ? 'dark' : 'light'
    panel.dataset.side = position
    panel.lang = language()
    panel.style.setProperty('--plane', plane)
    panel.style.setProperty('--on', ink)
    panel.style.setProperty('--accent', readable(colour, dark ? '#272a30' : '#f0f2f5'))
    panel.setAttribute('aria-label', said(title, language()))
    if (!open) return
    const inside = panel.contains(shell.root.activeElement)
    render(<App chat={chat} close={close} />, panel)
    // What had the focus may be gone; the keyboard stays in the panel.
    if (inside && !panel.contains(shell.root.activeElement)) panel.focus({ preventScroll: true })
  }

  function show(): void {
    if (open) return
    open = true
    focused = document.activeElement
    panel.hidden = false
    shell.launcher.setAttribute('aria-expanded', 'true')
    note('1')
    chat.setOpen(true)
    draw()
    fit()
    const field = panel.querySelector<HTMLElement>('textarea')
    // On a phone the keyboard would hide what is there to read.
    ;(innerWidth > 480 && field ? field : panel).focus({ preventScroll: true })
    shell.emit('open')
  }

  function close(): void {
    if (!open) return
    open = false
    const inside = shell.root.activeElement
    chat.setOpen(false)
    panel.hidden = true
    shell.launcher.setAttribute('aria-expanded', 'false')
    note('')
    if (inside) shell.launcher.focus({ preventScroll: true })
    else if (focused && focused !== document.body) (focused as HTMLElement).focus({ preventScroll: true })
    shell.emit('close')
  }

  /** The panel is open again on the next page of the same tab. */
  function note(value: string): void {
    try {
      sessionStorage.setItem(names(shell.key).open, value)
    } catch {
      // Then it starts closed.
    }
  }

  /** A phone's keyboard covers the page; the panel ends above it. */
  function fit(): void {
    const view = window.visualViewport
    const covered = view && innerWidth <= 480 && innerHeight - view.height > 80
    panel.style.height = covered ? `${view.height}px` : ''
    panel.style.top = covered ? `${view.offsetTop}px` : ''
  }

  // Shortcuts of the page must not act on what is typed here.
  for (const type of ['keydown', 'keypress', 'keyup', 'paste', 'copy', 'cut'] as const) panel.addEventListener(type, (event) => event.stopPropagation())
  const escape = (event: KeyboardEvent) => event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && close()
  panel.addEventListener('keydown', escape)
  shell.launcher.addEventListener('keydown', escape)
  if (window.visualViewport) for (const type of ['resize', 'scroll']) window.visualViewport.addEventListener(type, fit)
  // Older browsers know only this form.
  night.addListener(plan)
  // It connects by itself when something is waiting: answers, or messages that could not be sent.
  if (chat.visit.token || chat.outbox.items.length) void chat.connect()
  draw()

  return {
    open: show,
    close,
    identify: (identity) => chat.identify(identity),
    page: (page) => chat.page(page),
    setLocale: (locale) => void speak(pick(shell.config, locale)).then(plan),
    shutdown() {
      close()
      chat.shutdown()
      render(null, panel)
    },
  }
}
