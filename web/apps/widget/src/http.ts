import { language } from './words'

/** An answer that is an error. `final` means that asking again gives the same. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** A sentence for the visitor, from the server. */
    readonly detail: string,
    /** Milliseconds that the server wants to be left alone. */
    readonly after: number,
  ) {
    super(code)
  }

  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 408, 425, 429].includes(this.status)
  }
}

export type Call = { json?: unknown; body?: Blob; token?: string; timeout?: number }

/** One request. Only what came back from the server is a Refused; anything else is the network. */
export async function call(url: string, { json, body, token, timeout = 20_000 }: Call = {}): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': language() }
  if (token) headers.Authorization = `Bearer ${token}`
  if (json) headers['Content-Type'] = 'application/json'
  else if (body) headers['Content-Type'] = body.type || 'application/octet-stream'
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeout)
  try {
    const answer = await fetch(url, {
      method: json || body ? 'POST' : 'GET',
      headers,
      body: json ? JSON.stringify(json) : body,
      credentials: 'omit',
      signal: abort.signal,
    })
    if (answer.ok) return answer
    const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; errors?: { detail: string }[] }
    const after = Number(answer.headers.get('Retry-After')) * 1000 || 0
    throw new Refused(answer.status, problem.code || '', ((problem.errors && problem.errors[0]) || problem).detail || '', after)
  } finally {
    clearTimeout(timer)
  }
}

/** A wait that grows with the attempts and differs between visitors. */
export const pause = (attempt: number, random = Math.random) => (0.5 + random() / 2) * Math.min(60_000, 1000 * 2 ** attempt)

/** An id of our own; `randomUUID` is missing on pages without TLS. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
