import { describe, expect, test, vi } from 'vitest'
import { createClient, ok, Problem } from './index'

/** The generated paths change with the API; the tests call through an untyped view. */
type Loose = Record<'GET' | 'POST', (path: string, init?: object) => Promise<{ data?: unknown; response: Response }>>

function setup(answer: () => Response | Promise<Response>) {
  const seen: Request[] = []
  const onUnauthorized = vi.fn()
  const client = createClient({
    prefix: '/w/lantern',
    language: () => 'zh-CN',
    onUnauthorized,
    fetch: async (request) => {
      seen.push(request)
      return answer()
    },
  })
  return { client, api: client as unknown as Loose, seen, onUnauthorized }
}
const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })

describe('client', () => {
  test('sends the language always and the CSRF value with writes only', async () => {
    const { client, api, seen } = setup(() => json({ a: 1 }))
    client.csrf = 'proof'
    expect(await ok(api.GET('/api/v1/session'))).toEqual({ a: 1 })
    await api.POST('/api/v1/files', { body: {} })
    expect(seen.map((r) => [new URL(r.url).pathname, r.headers.get('accept-language'), r.headers.get('x-frontdesk-csrf')])).toEqual([
      ['/w/lantern/api/v1/session', 'zh-CN', null],
      ['/w/lantern/api/v1/files', 'zh-CN', 'proof'],
    ])
  })

  test('turns problem details into a Problem', async () => {
    const { api } = setup(() =>
      json(
        { code: 'validation', detail: '请检查', errors: [{ field: 'name', code: 'too_long', detail: '太长' }] },
        422,
        'application/problem+json',
      ),
    )
    const problem = await api.GET('/x').catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ status: 422, code: 'validation', detail: '请检查', transient: false })
    expect((problem as Problem).field('name')).toBe('太长')
    expect((problem as Problem).field('other')).toBeUndefined()
  })

  test('understands a page of a proxy and a broken connection', async () => {
    const html = setup(() => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }))
    await expect(html.api.GET('/x')).rejects.toMatchObject({ status: 502, code: 'http.502', transient: true })
    const down = setup(() => Promise.reject(new TypeError('failed')))
    await expect(down.api.GET('/x')).rejects.toMatchObject({ status: 0, code: 'network', transient: true })
  })

  test('tells about an ended session, but not about a wrong password', async () => {
    const { api, onUnauthorized } = setup(() => json({ code: 'x' }, 401))
    await expect(api.POST('/api/v1/session', { body: {} })).rejects.toBeInstanceOf(Problem)
    expect(onUnauthorized).not.toHaveBeenCalled()
    await expect(api.GET('/api/v1/session')).rejects.toBeInstanceOf(Problem)
    expect(onUnauthorized).toHaveBeenCalledOnce()
  })
})
