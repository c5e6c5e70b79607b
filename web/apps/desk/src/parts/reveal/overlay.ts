import { revealed } from './store'

/** The thing with what was revealed of it. */
export function open<T extends { id: string }>(thing: T | undefined): T | undefined {
  const values = thing && revealed.get(thing.id)?.values
  if (!values) return thing
  const own = { ...thing } as Record<string, unknown>
  for (const [path, value] of Object.entries(values)) {
    const [name = '', key] = path.split(/\.(.*)/s)
    const list = own[name]
    if (key === undefined) own[name] = value
    else if (Array.isArray(list)) own[name] = list.map((one: object, i) => (String(i) === key ? { ...one, [name === 'attachments' ? 'name' : 'value']: value } : one))
    else own[name] = { ...(list as object), [key]: value }
  }
  return own as T
}
