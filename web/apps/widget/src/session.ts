import { call, pause, Refused, type Call } from './http'
import { load, names, remove, save, type Visitor } from './storage'
import type { Identity, Session } from './types'
import { language } from './words'

type Locks = { request: <T>(name: string, run: () => Promise<T>) => Promise<T> }

/** Who an identity speaks of; of a signed token only its reader, the server, knows more than the subject. */
export function userOf(identity: Identity): string | undefined {
  if (identity.userId) return identity.userId
  try {
    const body = (identity.jwt || '').split('.')[1] || ''
    return (JSON.parse(atob(body.replace(/-/g, '+').replace(/_/g, '/'))) as { sub?: string }).sub
  } catch {
    return undefined
  }
}

/** The visitor's session: a token in first-party storage, renewed by itself, shared by the tabs of a site. */
export class Visit {
  identity: Identity | undefined
  private current: Promise<Session> | undefined
  private readonly name: ReturnType<typeof names>

  constructor(
    private readonly base: string,
    private readonly key: string,
    /** Called with every session that starts, also with one that replaces another. */
    private readonly started: (session: Session) => void,
  ) {
    this.name = names(key)
  }

  get token(): string | undefined {
    return load<Visitor>(this.name.visitor, {}).token
  }

  get on(): boolean {
    return this.current !== undefined
  }

  /** The session; started at the first call, and tried until it works or is refused. */
  begin(): Promise<Session> {
    if (!this.current) {
      const mine = (this.current = this.start())
      mine.catch(() => {
        if (this.current === mine) this.current = undefined
      })
    }
    return this.current
  }

  /** Starts again with the same visitor: the token ended, or the site says who it is. */
  renew(): Promise<Session> {
    this.current = undefined
    return this.begin()
  }

  /** Forgets the visitor in this browser. */
  forget(): void {
    this.current = undefined
    this.identity = undefined
    for (const name of [this.name.visitor, this.name.outbox, this.name.draft, this.name.person, this.name.rang]) remove(name)
  }

  remember(change: Partial<Visitor>): void {
    save(this.name.visitor, { ...load<Visitor>(this.name.visitor, {}), ...change })
  }

  /** The site names its visitor. Somebody else than before must not find the talk of the one before. */
  identify(identity: Identity): 'same' | 'other' {
    const user = userOf(identity)
    const before = load<Visitor>(this.name.visitor, {}).user
    const other = before !== undefined && user !== undefined && before !== user
    if (other) this.forget()
    this.identity = identity
    return other ? 'other' : 'same'
  }

  /** A request of the visitor; a token that no longer counts is replaced once. */
  async ask(path: string, options: Call = {}): Promise<Response> {
    await this.begin()
    const url = `${this.base}api/v1/widget/${path}`
    try {
      return await call(url, { ...options, token: this.token })
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error
      await this.renew()
      return call(url, { ...options, token: this.token })
    }
  }

  async read<T>(path: string, options?: Call): Promise<T> {
    return (await this.ask(path, options)).json() as Promise<T>
  }

  /** Two tabs that start at once would become two visitors; where the browser has locks, the second waits for the token. */
  private start(): Promise<Session> {
    const locks = (navigator as { locks?: Locks }).locks
    const run = () => this.attempt(0)
    return locks ? locks.request(this.name.visitor, run) : run()
  }

  private async attempt(n: number): Promise<Session> {
    const { identity } = this
    const signed = identity && (identity.hash || identity.jwt) ? identity : undefined
    try {
      const answer = await call(`${this.base}api/v1/widget/session`, {
        json: {
          key: this.key,
          token: this.token,
          locale: language(),
          timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          identity: signed,
          page: { url: location.href.slice(0, 4000), title: document.title.slice(0, 500), referrer: document.referrer.slice(0, 4000) },
        },
      })
      const session = (await answer.json()) as Session
      const user = session.identified && identity ? userOf(identity) : undefined
      this.remember({ token: session.token, talked: session.conversations.length > 0, ...(user ? { user } : {}) })
      this.started(session)
      return session
    } catch (error) {
      if ((error instanceof Refused && error.final) || n > 6) throw error
      await new Promise((resume) => setTimeout(resume, Math.max(pause(n), error instanceof Refused ? error.after : 0)))
      return this.attempt(n + 1)
    }
  }
}
