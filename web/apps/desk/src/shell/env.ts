function meta(name: string): string {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
  // The development server does not fill the template in.
  return content.startsWith('{{') ? '' : content
}

/** Where the desk stands: `/`, or `/w/<slug>/`. Always ends with a slash. */
export const BASE = meta('fd-base').replace(/\/*$/, '/')
/** What stands before `/api/v1` and `/ws`. */
export const PREFIX = BASE.slice(0, -1)
/** For the few style tags that libraries add. */
export const NONCE = meta('fd-nonce')

/** localStorage that never throws: private windows and blocked storage fall back to memory. */
const memory = new Map<string, string>()
export const local = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key) ?? memory.get(key) ?? null
    } catch {
      return memory.get(key) ?? null
    }
  },
  set(key: string, value: string): void {
    memory.set(key, value)
    try {
      localStorage.setItem(key, value)
    } catch {
      // Kept in memory for this page.
    }
  },
}
