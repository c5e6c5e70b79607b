import { api } from './api'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Init = { path?: Record<string, string>; query?: Record<string, unknown>; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal; keepalive?: boolean; bodySerializer?: (body: unknown) => unknown }
type Loose = Record<Method, (path: string, init: object) => Promise<{ data?: unknown }>>

/** A list of the API. */
export type Page<T> = { items: T[]; next?: string }

/** Only what is set: an empty query value means something else than none. */
const given = (query: Record<string, unknown>) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''))

/** One operation of the API by its path below `/api/v1`, for features that name their own shapes. */
export async function call<T = void>(method: Method, path: string, { path: at, query, ...rest }: Init = {}): Promise<T> {
  const init = { ...rest, params: { ...(at ? { path: at } : {}), ...(query ? { query: given(query) } : {}) } }
  return (await (api as unknown as Loose)[method](`/api/v1${path}`, init)).data as T
}
