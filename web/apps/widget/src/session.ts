// The visitor's session: a token in first-party storage, renewed by itself, shared by the tabs of a site.
import { call, pause, type Call, type Refused } from './http'
import { shell, tools } from './shell'
import type { Visitor } from './storage'
import type { Identity, Page, Session } from './types'
import { language } from './words'

type Locks = { request: <T>(name: string, run: () => Promise<T>) => Promise<T> }

/** Who the site says this is, with its proof. */
type Claim = { identity?: Identity; user?: string }

let claim: Claim = {}
let current: Promise<Session> | undefined
let started: (session: Session) => void

/** Names who is told of every session that starts, also of one that replaces another. */
export const onStart = (listener: typeof started) => void (started = listener)

export const visitor = () => tools.load<Visitor>('visitor', {})
export const token = () => visitor().token
export const on = () => !!current

export const remember = (change: Partial<Visitor>) => tools.save('visitor', { ...visitor(), ...change })

/** Where the visitor is. */
export const here = (): Page => ({ url: location.href.slice(0, 4000), title: document.title.slice(0, 500) })

/** The session; started at the first call, and tried until it works or is refused. */
export function begin(): Promise<Session> {
  if (!current) {
    // Two tabs that start at once would become two visitors; where the browser has locks, the second waits for the token.
    const { locks } = navigator as { locks?: Locks }
    const run = () => attempt(0)
    const mine = (current = locks ? locks.request(tools.place('visitor'), run) : run())
    mine.catch(() => {
      if (current === mine) current = undefined
    })
  }
  return current
}

/** Starts again with the same visitor: the token ended, or the site says who it is. */
export function renew(): Promise<Session> {
  current = undefined
  return begin()
}

/** The next session carries this; the one that runs is over. */
export function prove(identity?: Identity, user?: string): void {
  current = undefined
  claim = { identity, user }
}

/** Ends it and forgets the visitor in this browser. */
export function end(): void {
  prove()
  tools.forget()
}

/** A request of the visitor; a token that no longer counts is replaced once. */
export async function ask(path: string, options: Call = {}): Promise<Response> {
  await begin()
  try {
    return await call(path, { ...options, token: token() })
  } catch (error) {
    if ((error as Refused).status !== 401) throw error
    await renew()
    return call(path, { ...options, token: token() })
  }
}

export const read = async <T>(path: string, options?: Call) => (await ask(path, options)).json() as Promise<T>

async function attempt(n: number): Promise<Session> {
  const { identity, user } = claim
  try {
    const answer = await call('session', {
      json: {
        key: shell.key,
        token: token(),
        locale: language(),
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        identity,
        page: { ...here(), referrer: document.referrer.slice(0, 4000) },
      },
    })
    const session = (await answer.json()) as Session
    remember({ token: session.token, privacy: session.privacy, talked: !!session.conversations.length, ...(session.identified && user ? { user } : {}) })
    started(session)
    return session
  } catch (error) {
    if ((error as Refused).final || n > 6) throw error
    await new Promise((resume) => setTimeout(resume, pause(n, error)))
    return attempt(n + 1)
  }
}
