import { computed } from 'vue'
import { call } from './call'
import { useSession } from './session'

export type Ways = { sound: boolean; desktop: boolean; title: boolean }
/** What can call for attention. */
export type Event = 'mention' | 'assigned' | 'reply' | 'waiting' | 'overdue' | 'unassigned' | 'invited' | 'followed' | 'held' | 'queue'
export type Quiet = { on: boolean; from: string; to: string; timezone?: string }
/** How a person likes the desk; kept in the account, so that it follows to every browser. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark'
  density: 'comfortable' | 'compact'
  undoSend?: 'off' | '5' | '10'
  enterSends?: 'on' | 'off'
  suggestions?: 'on' | 'off'
  translate?: 'on' | 'off'
  signature?: string
  keys?: Readonly<Record<string, string>>
  shortcuts: boolean
  notifications: Ways & { unassigned?: boolean; events?: Partial<Record<Event, Ways>> }
  quiet?: Quiet
}

export const preferences = computed(() => useSession().user?.preferences as Preferences | undefined)

/** Keeps a change at once; when the server does not take it, it goes back and the fault is thrown. */
export async function setPreferences(change: Partial<Preferences>): Promise<void> {
  const store = useSession()
  const before = preferences.value
  if (!before) return
  const put = (now: Preferences) => store.session && (store.session = { ...store.session, user: { ...store.session.user, preferences: now } })
  const next = { ...before, ...change }
  put(next)
  try {
    await call('PATCH', '/users/me', { body: { preferences: next } })
  } catch (failure) {
    put(before)
    throw failure
  }
}
