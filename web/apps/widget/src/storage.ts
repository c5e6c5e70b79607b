/** Local storage of the page's site. Where it is off or full, what is kept lasts as long as the page. */
const memory = new Map<string, string>()

export function load<T>(name: string, none: T): T {
  try {
    const text = memory.get(name) ?? localStorage.getItem(name)
    return text == null ? none : (JSON.parse(text) as T)
  } catch {
    const text = memory.get(name)
    return text == null ? none : (JSON.parse(text) as T)
  }
}

export function save(name: string, value: unknown): void {
  const text = JSON.stringify(value)
  try {
    localStorage.setItem(name, text)
    memory.delete(name)
  } catch {
    memory.set(name, text)
  }
}

export function remove(name: string): void {
  memory.delete(name)
  try {
    localStorage.removeItem(name)
  } catch {
    // Storage is off; the memory was all there was.
  }
}

export const names = (key: string) => ({
  visitor: `frontdesk:${key}:visitor`,
  outbox: `frontdesk:${key}:outbox`,
  draft: `frontdesk:${key}:draft`,
  person: `frontdesk:${key}:person`,
  rang: `frontdesk:${key}:rang`,
  open: `frontdesk:${key}:open`,
})

/** What is remembered of a visitor: the token, whom it belongs to, and whether there is a conversation to wait for. */
export type Visitor = { token?: string; user?: string; talked?: boolean }
