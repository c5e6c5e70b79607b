// Says that somebody is on the site, before they write, and shows the invitation that may follow. It comes by itself some
// moments after the page and shares nothing with the panel but the token in the storage.
import type { Visitor } from './storage'
import type { Session, Shell } from './types'
import css from './visit.css?inline'

type Bubble = { id: string; body: string; name?: string }
type Seen = { watch: boolean; invite?: Bubble }
type Frame = { op: string; invite?: Bubble; reason?: string; reconnectAfterMs?: number }
type Locks = { request: <T>(name: string, run: () => Promise<T>) => Promise<T> }

const WORDS = {
  en: { yes: 'Chat now', no: 'Not now' },
  'zh-CN': { yes: '立即咨询', no: '暂时不用' },
}
const PING = 25_000
const LOOK = 2000
/** Who has typed so recently is not disturbed. */
const TYPING = 5000
/** An invitation that finds no good moment is not shown. */
const PATIENCE = 120_000

export function start(shell: Shell): void {
  const { base, key, root, tools, launcher, config } = shell
  const visitor = () => tools.load<Visitor>('visitor', {})
  const remember = (change: Partial<Visitor>) => tools.save('visitor', { ...visitor(), ...change })
  const opened = () => launcher.getAttribute('aria-expanded') === 'true'
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let over = false
  let place = location.href
  let typedAt = 0
  let known: string | undefined
  let bubble: HTMLElement | undefined

  async function post<T>(path: string, json: object, token?: string): Promise<T> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Accept-Language': tools.pick(config) }
    if (token) headers.Authorization = `Bearer ${token}`
    const answer = await fetch(`${base}api/v1/widget/${path}`, { method: 'POST', headers, body: JSON.stringify(json), credentials: 'omit' })
    if (!answer.ok) throw answer.status
    return (await answer.json()) as T
  }

  const page = () => ({ url: place.slice(0, 4000), title: document.title.slice(0, 500), referrer: document.referrer.slice(0, 4000) })

  /** A token for a browser without one. Two tabs that come at once become one visitor; the second waits. */
  function begin(): Promise<boolean> {
    const run = async () => {
      if (visitor().token) return false
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const session = await post<Session>('session', { key, locale: tools.pick(config), timezone: zone, page: page() })
      remember({ token: session.token, talked: !!session.conversations.length })
      return true
    }
    const { locks } = navigator as { locks?: Locks }
    return locks ? locks.request(tools.place('visitor'), run) : run()
  }

  /** Tells of the page that is shown now. */
  async function look(again = true): Promise<void> {
    try {
      const noted = !visitor().token && (await begin())
      const { watch, invite } = await post<Seen>('visits', { ...page(), noted }, visitor().token)
      over = !watch
      if (over) return
      connect()
      if (invite) offer(invite)
    } catch (status) {
      if (status !== 401 || !again) return
      remember({ token: undefined })
      await look(false)
    }
  }

  function connect(): void {
    if (socket || over) return
    clearTimeout(timer)
    const mine = (socket = new WebSocket(`${base.replace('http', 'ws')}ws/widget`))
    let wait = Math.min(60_000, 1000 * 2 ** attempt++)
    const say = (frame: object) => mine.send(JSON.stringify(frame))
    const ping = () => {
      say({ op: 'ping' })
      timer = setTimeout(ping, PING)
    }
    mine.onopen = () => say({ op: 'hello', token: visitor().token, visit: true })
    mine.onmessage = (event: MessageEvent) => {
      const { op, invite, reason, reconnectAfterMs } = JSON.parse(event.data as string) as Frame
      if (op === 'welcome') {
        attempt = 0
        clearTimeout(timer)
        timer = setTimeout(ping, PING)
      } else if (op === 'invite' && invite) offer(invite)
      else if (op === 'bye') {
        wait = reconnectAfterMs || wait
        // Somebody else, or nobody any more: the next page says who.
        if (reason === 'expired') over = true
      }
    }
    mine.onclose = () => {
      clearTimeout(timer)
      if (socket !== mine) return
      socket = undefined
      if (!over) timer = setTimeout(connect, wait * (0.5 + Math.random() / 2))
    }
  }

  function leave(): void {
    const old = socket
    socket = undefined
    clearTimeout(timer)
    if (old) old.close()
  }

  /** Shows an invitation at a good moment: not in a talk, not while somebody types, not on a page that nobody sees. */
  function offer(invite: Bubble, since = Date.now()): void {
    if (invite.id === known) return
    if (!opened() && !document.hidden && Date.now() - typedAt > TYPING) return show(invite)
    if (Date.now() - since < PATIENCE) setTimeout(offer, 1000, invite, since)
  }

  function show(invite: Bubble): void {
    known = invite.id
    if (bubble) bubble.remove()
    const { appearance } = config
    const locale = tools.pick(config)
    const words = WORDS[locale]
    const name = invite.name || tools.said(appearance.title, locale)
    const answer = (how: string) => post<{ conversationId?: string }>(`invites/${invite.id}`, { answer: how }, visitor().token)
    const text = (kind: string, say: string, attributes?: Record<string, string>) => tools.make(kind, attributes, document.createTextNode(say))
    const yes = text('button', words.yes, { class: 'yes', type: 'button' })
    const no = text('button', words.no, { type: 'button' })
    const dark = appearance.theme === 'dark' || (appearance.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
    const mine = tools.make(
      'div',
      { class: 'invite', role: 'region', 'aria-label': name, 'aria-live': 'polite', lang: locale, 'data-side': appearance.position, 'data-theme': dark ? 'dark' : 'light' },
      tools.make('header', {}, text('i', name.slice(0, 1), { 'aria-hidden': 'true' }), text('span', name)),
      text('p', invite.body),
      tools.make('footer', {}, yes, no),
    )
    bubble = mine
    const watcher = new MutationObserver(() => {
      if (opened()) void accept()
    })
    const hide = () => {
      watcher.disconnect()
      mine.remove()
    }
    // Whoever opens the chat beside the invitation takes it.
    const accept = async () => {
      hide()
      try {
        await answer('accepted')
        remember({ talked: true })
        // The panel, if it is there, finds the conversation as it does when another tab began one.
        dispatchEvent(new StorageEvent('storage', { key: tools.place('visitor'), newValue: JSON.stringify(visitor()) }))
      } catch {
        // Over meanwhile: the chat opens all the same.
      }
      const { frontdesk } = window as { frontdesk?: (command: string) => void }
      if (frontdesk) frontdesk('open')
    }
    yes.onclick = () => void accept()
    no.onclick = () => {
      hide()
      answer('refused').catch(() => {})
    }
    watcher.observe(launcher, { attributes: true, attributeFilter: ['aria-expanded'] })
    root.insertBefore(mine, launcher)
    answer('shown').catch(() => {})
  }

  tools.dress(root, css)
  document.addEventListener('keydown', () => void (typedAt = Date.now()), true)
  // A page in the back-forward cache must not hold a socket.
  addEventListener('pagehide', leave)
  addEventListener('pageshow', (event: PageTransitionEvent) => event.persisted && void look())
  setInterval(() => {
    if (location.href === place || over) return
    place = location.href
    void look()
  }, LOOK)
  void look()
}
