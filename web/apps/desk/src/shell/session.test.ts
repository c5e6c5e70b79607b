import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { api } from './api'
import { guardSession, useSession } from './session'

const page = { render: () => null }
const body = {
  user: { id: 'usr_1', name: '林薇', email: 'lin@example.com' },
  workspace: { id: 'wsp_1', name: 'Lantern', slug: 'lantern' },
  permissions: { 'conversation.read': 'teams' },
  csrf: 'proof',
}
let answer: () => Promise<Response>
const json = (value: unknown, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } }))
let router: Router

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', vi.fn(() => answer()))
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: page },
      { path: '/team', component: page, meta: { permission: 'team.manage' } },
      { path: '/login', name: 'login', component: page, meta: { public: true } },
      { path: '/:rest(.*)*', name: 'not-found', component: page },
    ],
  })
  guardSession(router)
})
const at = () => router.currentRoute.value

describe('session', () => {
  test('is loaded once, before the first page', async () => {
    answer = () => json(body)
    await router.push('/')
    await router.push('/?a=1')
    expect(fetch).toHaveBeenCalledOnce()
    expect([useSession().user?.name, useSession().can('conversation.read'), api.csrf]).toEqual(['林薇', true, 'proof'])
  })

  test('who is not signed in goes to the sign-in page and comes back', async () => {
    answer = () => json({ code: 'x' }, 401)
    await router.push('/team?x=1')
    expect([at().name, at().query.next]).toEqual(['login', '/team?x=1'])
  })

  test('a page without permission is as good as absent', async () => {
    answer = () => json(body)
    await router.push('/team')
    expect(at().name).toBe('not-found')
  })

  test('an ended session clears what was known and asks to sign in', async () => {
    answer = () => json(body)
    await router.push('/?view=mine')
    answer = () => json({ code: 'x' }, 401)
    await expect((api as unknown as { GET: (path: string) => Promise<unknown> }).GET('/api/v1/tags')).rejects.toMatchObject({ status: 401 })
    await vi.waitFor(() => expect(at().name).toBe('login'))
    expect([useSession().session, api.csrf, at().query.next]).toEqual([null, '', '/?view=mine'])
  })

  test('a server that is away is not a sign-out', async () => {
    answer = () => Promise.reject(new TypeError('failed'))
    await router.push('/')
    expect(useSession().failure).toMatchObject({ code: 'network' })
    expect(at().name).not.toBe('login')
    answer = () => json(body)
    expect(await useSession().load()).toBe(true)
    expect(useSession().failure).toBeNull()
  })
})
