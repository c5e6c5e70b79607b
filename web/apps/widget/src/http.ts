import { shell } from './shell'
import { language } from './words'

/** An answer that is an error; whatever else goes wrong is the network. */
export const refused = (
  status: number,
  code: string,
  /** A sentence for the visitor, from the server. */
  detail: string,
  /** Milliseconds that the server wants to be left alone. */
  after: number,
) => Object.assign(new Error(code), { status, code, detail, after, /** Asking again gives the same. */ final: status < 500 && ![401, 408, 425, 429].includes(status) })

export type Refused = ReturnType<typeof refused>

export type Call = { method?: string; json?: unknown; /** Sent with its own type. */ body?: Blob; token?: string; timeout?: number }

/** One request of the widget. */
export async function call(path: string, { method, json, body, token, timeout = 20_000 }: Call): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': language() }
  if (token) headers.Authorization = `Bearer ${token}`
  if (json) headers['Content-Type'] = 'application/json'
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeout)
  try {
    const answer = await fetch(`${shell.base}api/v1/widget/${path}`, {
      method: method || (json || body ? 'POST' : 'GET'),
      headers,
      body: json ? JSON.stringify(json) : body,
      credentials: 'omit',
      signal: abort.signal,
    })
    if (answer.ok) return answer
    const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; errors?: { detail: string }[] }
    throw refused(answer.status, problem.code || '', ((problem.errors && problem.errors[0]) || problem).detail || '', Number(answer.headers.get('Retry-After')) * 1000)
  } finally {
    clearTimeout(timer)
  }
}

/** A wait that grows with the attempts and differs between visitors; when the server named one, not a shorter one. */
export const pause = (attempt: number, error: unknown) => Math.max((0.5 + Math.random() / 2) * Math.min(60_000, 1000 * 2 ** attempt), (error as Partial<Refused>).after || 0)
