import createFetch, { type Client as FetchClient, type Middleware } from 'openapi-fetch'
import { Problem, readProblem } from './problem'
import type { paths } from './schema'

export { Problem, readProblem, type FieldProblem } from './problem'
export type { components, paths } from './schema'

export type ClientOptions = {
  /** What stands before `/api/v1/…`: empty at the root, `/w/<slug>` for a named workspace. */
  prefix?: string
  /** The language the server answers in. */
  language: () => string
  /** Called when a session has ended; not for the sign-in operation itself. */
  onUnauthorized?: () => void
  fetch?: (request: Request) => Promise<Response>
}

/** Our API, typed by its OpenAPI file. Operations throw a `Problem`; `data` of a success is what `ok` returns. */
export type Client = FetchClient<paths> & {
  /** The value that proves a write comes from our own page; given by the session. */
  csrf: string
}

export const CSRF_HEADER = 'X-Frontdesk-CSRF'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Makes the one client of an app. */
export function createClient(options: ClientOptions): Client {
  const prefix = options.prefix ?? ''
  const inner = createFetch<paths>({
    baseUrl: typeof location === 'undefined' ? prefix : location.origin + prefix,
    credentials: 'same-origin',
    fetch: options.fetch ?? ((request: Request) => fetch(request)),
  })
  const client = Object.assign(inner, { csrf: '' })
  const ours: Middleware = {
    onRequest({ request }) {
      request.headers.set('Accept-Language', options.language())
      if (!SAFE.has(request.method) && client.csrf) request.headers.set(CSRF_HEADER, client.csrf)
      return request
    },
    async onResponse({ request, response }) {
      if (response.ok) return undefined
      const problem = await readProblem(response)
      const signingIn = request.method === 'POST' && request.url.endsWith('/session')
      if (response.status === 401 && !signingIn) options.onUnauthorized?.()
      throw problem
    },
    onError({ error }) {
      if (error instanceof Problem) return error
      if (error instanceof DOMException && error.name === 'AbortError') return error
      return new Problem(0, 'network', '', [], { cause: error })
    },
  }
  inner.use(ours)
  return client
}

/** The data of an answer: `const page = await ok(api.GET('/…'))`. Failures have thrown already. */
export async function ok<D>(answer: Promise<{ data?: D; response: Response }>): Promise<NonNullable<D>> {
  return (await answer).data as NonNullable<D>
}
