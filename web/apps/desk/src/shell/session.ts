import { Problem } from '@frontdesk/client'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Router } from 'vue-router'
import { api, onUnauthorized, queryClient } from './api'

/** How much of the workspace a permission covers. */
export type Level = 'own' | 'teams' | 'all'

/** Who is signed in; the answer of GET /session. */
export type Session = {
  user: { id: string; name: string; email: string; avatarUrl?: string; [field: string]: unknown }
  workspace: { id: string; name: string; slug: string; [field: string]: unknown }
  permissions: Readonly<Record<string, Level>>
  csrf: string
  [field: string]: unknown
}

type Loose = { GET: (path: string) => Promise<{ data?: unknown }> }

/** The session of this tab. Features read it; only the sign-in feature calls `load` and `forget`. */
export const useSession = defineStore('session', () => {
  const session = shallowRef<Session | null>(null)
  /** Why nobody can say who is signed in: the server is away. The shell shows it and offers to try again. */
  const failure = shallowRef<unknown>(null)
  const user = computed(() => session.value?.user)
  const workspace = computed(() => session.value?.workspace)

  /** Asks the server; false when nobody is signed in, or when `failure` says that it could not be asked. */
  async function load(): Promise<boolean> {
    try {
      const { data } = await (api as unknown as Loose).GET('/api/v1/session')
      session.value = data as Session
      api.csrf = session.value.csrf
      failure.value = null
      return true
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) failure.value = error
      return false
    }
  }

  /** Takes over the session that a sign-in, an invitation or a new password answered with. */
  function adopt(next: Session) {
    session.value = next
    api.csrf = next.csrf
    failure.value = null
  }

  /** Drops everything known about the user: after signing out, and when the session has ended. */
  function forget() {
    session.value = null
    api.csrf = ''
    queryClient.clear()
  }

  /** Whether the user holds a permission at all; the server decides about each row. */
  const can = (permission: string): boolean => !!session.value?.permissions[permission]

  return { session, user, workspace, failure, load, adopt, forget, can }
})

/**
 * Sends whoever is not signed in to the route named `login`, and back afterwards by its query `next`.
 * The sign-in feature owns that route and everything about first set-up.
 */
export function guardSession(router: Router): void {
  const store = useSession()
  const login = (next: string) => ({ name: 'login', query: next === '/' ? {} : { next } })

  router.beforeEach(async (to) => {
    if (to.meta.public) return true
    if (!store.session && !(await store.load())) {
      if (store.failure) return false
      return router.hasRoute('login') ? login(to.fullPath) : true
    }
    if (to.meta.permission && !store.can(to.meta.permission)) return { name: 'not-found' }
    return true
  })
  onUnauthorized(() => {
    if (!store.session) return
    store.forget()
    if (router.hasRoute('login')) void router.push(login(router.currentRoute.value.fullPath))
  })
}
