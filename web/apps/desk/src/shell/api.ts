import { createClient, Problem } from '@frontdesk/client'
import { locale, lookup, t } from '@frontdesk/i18n'
import { QueryClient } from '@tanstack/vue-query'
import { PREFIX } from './env'

const hooks = { unauthorized: () => {} }

/** The one API client of the desk. */
export const api = createClient({
  prefix: PREFIX,
  language: () => locale.value,
  onUnauthorized: () => hooks.unauthorized(),
})

/** Called by the session when it knows what an ended session means. */
export function onUnauthorized(run: () => void): void {
  hooks.unauthorized = run
}

/** Server state of the whole desk. Refused requests are not repeated, lost ones are. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: (count, error) => count < 3 && (!(error instanceof Problem) || error.transient),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
})

/** The sentence to show for any failure: the server's own, or ours where it could not be reached. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return t('common.error.generic')
  if (error.status === 0) return t('common.error.offline')
  return error.detail || lookup(`errors.${error.code}`) || t('common.error.generic')
}
