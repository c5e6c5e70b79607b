// The panel: loaded by the loader when somebody wants to talk, or when there is a conversation to wait for.
import { bring } from './bring'
import * as chat from './chat'
import { tellPage } from './pages'
import css from './panel.css?inline'
import { take } from './shell'
import type { Panel, Shell } from './types'
import { App } from './view/App'
import { h, render } from './view/dom'
import { language, speak } from './words'

export async function start(shell: Shell, wished?: string): Promise<Panel> {
  const { launcher, root, tools } = shell
  let planned = false
  let focused: Element | null = null
  await speak(tools.pick(shell.config, wished))
  tools.dress(root, css)
  const panel = tools.make('div', { class: 'fd', role: 'dialog', tabindex: '-1' })
  const night = matchMedia('(prefers-color-scheme: dark)')
  panel.hidden = true
  root.insertBefore(panel, launcher)
  take(shell, plan)
  chat.start()

  /** A hidden page draws no frames, but tasks run. */
  function plan(): void {
    if (!planned) setTimeout(draw)
    planned = true
  }

  function draw(): void {
    planned = false
    const { appearance, colours } = chat.config
    const { position, theme } = appearance
    const dark = theme === 'dark' || (theme === 'auto' && night.matches)
    const { style } = panel
    panel.dataset.theme = style.colorScheme = dark ? 'dark' : 'light'
    panel.dataset.side = position
    panel.lang = language()
    style.setProperty('--accent', dark ? colours.dark : colours.light)
    panel.setAttribute('aria-label', chat.title())
    if (!chat.opened) return
    const inside = panel.contains(root.activeElement)
    render(<App close={close} />, panel)
    // What had the focus may be gone; the keyboard stays in the panel.
    if (inside && !panel.contains(root.activeElement)) focus(panel)
  }

  const focus = (on: Element | null) => on && (on as HTMLElement).focus({ preventScroll: true })

  /** Open or closed; it is the same on the next page of the tab. */
  function turn(open: boolean): void {
    panel.hidden = !open
    launcher.setAttribute('aria-expanded', `${open}`)
    tools.save('open', open ? 1 : undefined)
    chat.setOpen(open)
    shell.emit(open ? 'open' : 'close')
  }

  function open(): void {
    if (chat.opened) return
    focused = document.activeElement
    turn(true)
    draw()
    fit()
    // On a phone the keyboard would hide what is there to read.
    focus((innerWidth > 480 && panel.querySelector('textarea')) || panel)
  }

  function close(): void {
    if (!chat.opened) return
    const inside = root.activeElement
    turn(false)
    if (inside) focus(launcher)
    else if (focused !== document.body) focus(focused)
  }

  /** A phone's keyboard covers the page; the panel ends above it. */
  const view = window.visualViewport
  function fit(): void {
    const covered = view && innerWidth <= 480 && innerHeight - view.height > 80
    panel.style.height = covered ? `${view.height}px` : ''
    panel.style.top = covered ? `${view.offsetTop}px` : ''
  }

  // Shortcuts of the page must not act on what is typed here.
  for (const type of ['keydown', 'keypress', 'keyup', 'paste', 'copy', 'cut']) panel.addEventListener(type, (event) => event.stopPropagation())
  for (const place of [panel, launcher]) place.addEventListener('keydown', ((event: KeyboardEvent) => event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && close()) as EventListener)
  if (view) for (const type of ['resize', 'scroll']) view.addEventListener(type, fit)
  // Older browsers know only this form.
  night.addListener(plan)
  draw()

  return {
    open,
    close,
    connect: () => void chat.connect(),
    // In order: nothing of the visitor before is shown until the site has said who this is.
    identify: (identity) => bring(() => import('./identify')).then((part) => part.identify(identity)),
    page: tellPage,
    card: (card) => bring(() => import('./cards')).then((part) => part.send(card, open)),
    context: (context) => bring(() => import('./cards')).then((part) => part.tell(context)),
    setLocale: (locale) => void speak(tools.pick(shell.config, locale)).then(plan),
    shutdown() {
      close()
      chat.forget()
      render(null, panel)
    },
  }
}
