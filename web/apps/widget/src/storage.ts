/** Storage of the page's site. Where it is off or full, what is kept lasts as long as the page. */
const memory: Record<string, string | undefined> = {}
let prefix = ''

/** Everything is kept under the key of the widget. */
export const keepFor = (key: string) => void (prefix = `frontdesk:${key}:`)

/** The name that a thing has in the storage. */
export const place = (name: string) => prefix + name

/** That the panel is open belongs to a tab, the rest to the browser. */
const shelf = (name: string) => (name === 'open' ? sessionStorage : localStorage)

export function load<T>(name: string, none: T): T {
  try {
    return (JSON.parse(memory[name] || shelf(name).getItem(place(name)) || '') as T) || none
  } catch {
    return none
  }
}

/** Keeps a thing; without a value it is removed. */
export function save(name: string, value?: unknown): void {
  const text = JSON.stringify(value) as string | undefined
  try {
    if (text) shelf(name).setItem(place(name), text)
    else shelf(name).removeItem(place(name))
    delete memory[name]
  } catch {
    memory[name] = text
  }
}

/** Forgets the visitor in this browser. */
export function forget(): void {
  for (const name of ['visitor', 'outbox', 'draft', 'person', 'rang']) save(name)
}

/** What is remembered of a visitor: the token, whom it belongs to, and whether there is a conversation to wait for. */
export type Visitor = { token?: string; user?: string; talked?: boolean; /** Accepted version of the privacy notice. */ privacy?: number }
