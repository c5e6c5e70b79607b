import { Problem } from '@frontdesk/client'
import { call } from '@/shell/call'
import type { Session } from '@/shell/session'

export type Credentials = { email: string; password: string; code?: string; remember: boolean }
export type FoundInvite = { email: string; name: string; expiresAt: string }
export type Acceptance = { token: string; name: string; password: string; locale: string; timezone: string }

export const signIn = (body: Credentials) => call<Session>('POST', '/session', { body })
export type DemoSignIn = { name: string; email: string; role: 'admin' | 'supervisor' | 'agent' | 'viewer'; password: string }
/** The people to sign in as, where the server shows a sample workspace; nobody elsewhere. */
export const getDemoSignIns = () => call<{ signIns: DemoSignIn[] }>('GET', '/demo').then(({ signIns }) => signIns, () => [])
export const signOut = () => call('DELETE', '/session')
export const lookUpInvite = (token: string) => call<FoundInvite>('POST', '/invites/lookup', { body: { token } })
export const acceptInvite = (body: Acceptance) => call<Session>('POST', '/invites/accept', { body })
export const finishReset = (token: string, password: string) => call('POST', '/session/password-reset/finish', { body: { token, password } })

/** What a refused sign-in means for the page. */
export type Refusal =
  | { kind: 'code' }
  | { kind: 'locked'; seconds: number }
  | { kind: 'wrong'; error: unknown }

/** Sorts the ways in which signing in fails: another step, a wait, or a sentence. */
export function refusal(error: unknown): Refusal {
  if (error instanceof Problem) {
    if (error.code === 'identity.code_needed') return { kind: 'code' }
    const seconds = Number(error.args.seconds)
    if (error.status === 429 && seconds > 0) return { kind: 'locked', seconds: Math.ceil(seconds) }
  }
  return { kind: 'wrong', error }
}

/** Where to go after signing in: only pages of this desk, never another site. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

/** The secret of a one-time link stands behind the #, so that no server or proxy sees it. */
export const linkToken = (hash: string): string => {
  try {
    return decodeURIComponent(hash.replace(/^#/, '')).trim()
  } catch {
    return ''
  }
}
