// The site names its visitor; loaded when it does.
import { connect, forget, opened, person, tellPerson } from './chat'
import { stop } from './live'
import { on, prove, visitor } from './session'
import type { Identity } from './types'

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

/** Only a signed identity counts as proof; without one it fills forms. Somebody else than before must not find the talk of the one before. */
export function identify(identity: Identity): void {
  const { name, email, phone, hash, jwt } = identity
  const user = userOf(identity)
  const before = visitor().user
  if (before !== undefined && user !== undefined && before !== user) forget()
  const signed = !!(hash || jwt)
  const wanted = on() || opened || signed
  prove(signed ? identity : undefined, user)
  tellPerson({ ...person, ...(name ? { name } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) })
  if (!wanted) return
  stop()
  void connect()
}
