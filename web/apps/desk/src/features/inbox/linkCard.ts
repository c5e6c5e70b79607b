/** What can be said of an address without asking anybody. */
export type Address = {
  host: string
  /** Path and query in readable letters. */
  rest: string
  /** Path with query and fragment, as it stands in the address. */
  path: string
  /** The conversation of this desk that it leads to. */
  conversation?: string
  /** Why one should look twice: letters of other alphabets, a name before the host, a bare number, no encryption. */
  odd?: 'letters' | 'user' | 'number' | 'open'
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function addressOf(href: string, own: string): Address {
  const url = new URL(href)
  const path = `${url.pathname}${url.search}${url.hash}`
  const rest = readable(path).replace(/^\/$/, '')
  const address: Address = { host: url.host, rest: rest.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, ''), path }
  if (url.origin === own) {
    const conversation = /\/inbox\/[\w.-]+\/(cnv_[0-9a-z]{26})$/.exec(url.pathname)?.[1]
    return conversation ? { ...address, conversation } : address
  }
  if (url.username || url.password) return { ...address, odd: 'user' }
  if (/(^|\.)xn--/.test(url.hostname)) return { ...address, odd: 'letters' }
  if (/^(\d+\.){3}\d+$|^\[/.test(url.hostname)) return { ...address, odd: 'number' }
  return url.protocol === 'https:' ? address : { ...address, odd: 'open' }
}
