/** The part of OpenAPI that our own description uses. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  default?: unknown
  example?: unknown
  examples?: unknown[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
}
export type Parameter = { name: string; in: 'path' | 'query' | 'header' | 'cookie'; description?: string; required?: boolean; schema?: Schema }
type Media = Record<string, { schema?: Schema }>
type RawOperation = {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content?: Media; required?: boolean }
  responses?: Record<string, { description?: string; content?: Media }>
  security?: Record<string, unknown>[]
  'x-permission'?: string
  'x-codes'?: string[]
  [more: `x-${string}`]: unknown
}
export type Spec = {
  info: { title: string; version: string; description?: string }
  tags?: { name: string }[]
  paths: Record<string, Record<string, RawOperation>>
  components?: { schemas?: Record<string, Schema> }
}
export type Operation = {
  id: string
  method: string
  path: string
  summary: string
  description: string
  tag: string
  permission: string
  open: boolean
  codes: string[]
  parameters: Parameter[]
  body?: { type: string; schema?: Schema }
  answers: { status: string; type: string; schema?: Schema }[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const first = (content: Media | undefined) => {
  const [type, media] = Object.entries(content ?? {})[0] ?? []
  return type ? { type, ...(media?.schema ? { schema: media.schema } : {}) } : undefined
}

/** Every operation, in the order of the file. */
export function operationsOf(spec: Spec): Operation[] {
  return Object.entries(spec.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method): Operation => {
      const raw = methods[method] as RawOperation
      const body = first(raw.requestBody?.content)
      return {
        id: raw.operationId ?? `${method}-${path}`,
        method: method.toUpperCase(),
        path,
        summary: raw.summary ?? path,
        description: raw.description ?? '',
        tag: raw.tags?.[0] ?? '',
        permission: raw['x-permission'] ?? '',
        open: !raw.security || raw.security.length === 0,
        codes: raw['x-codes'] ?? [],
        parameters: raw.parameters ?? [],
        ...(body ? { body } : {}),
        answers: Object.entries(raw.responses ?? {}).map(([status, answer]) => ({ status, type: '', ...first(answer.content) })),
      }
    }),
  )
}

/** Operations by tag; only those in which every word is found. */
export function groupOperations(all: readonly Operation[], query: string): { tag: string; operations: Operation[] }[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, Operation[]>()
  for (const each of all) {
    const text = `${each.summary} ${each.path} ${each.method} ${each.id} ${each.permission} ${each.tag}`.toLowerCase()
    if (words.every((word) => text.includes(word))) groups.set(each.tag, [...(groups.get(each.tag) ?? []), each])
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations })).sort((a, b) => a.tag.localeCompare(b.tag))
}

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref

/** A schema with its reference followed and its parts put together. */
export function resolve(spec: Spec, schema: Schema | undefined): Schema {
  if (!schema) return {}
  if (schema.$ref) return resolve(spec, spec.components?.schemas?.[nameOf(schema.$ref)])
  if (!schema.allOf) return schema
  const parts = schema.allOf.map((part) => resolve(spec, part))
  return { ...schema, properties: Object.assign({}, ...parts.map((part) => part.properties ?? {}), schema.properties ?? {}) as Record<string, Schema>, required: [...parts, schema].flatMap((part) => part.required ?? []) }
}

/** What a field is, in few words: `string`, `User[]`, `map of string`. */
export function typeName(schema: Schema | undefined): string {
  if (!schema) return ''
  if (schema.$ref) return nameOf(schema.$ref)
  const type = (Array.isArray(schema.type) ? schema.type.filter((each) => each !== 'null') : [schema.type ?? '']).join(' | ')
  if (type === 'array') return `${typeName(schema.items)}[]`
  if (typeof schema.additionalProperties === 'object') return `map of ${typeName(schema.additionalProperties)}`
  const options = schema.oneOf ?? schema.anyOf
  if (options) return options.map(typeName).join(' | ')
  return schema.format && schema.format !== 'int64' ? `${type} (${schema.format})` : type || 'any'
}

/** Limits worth knowing before sending: enum values, lengths, bounds. */
export function limits(schema: Schema): string {
  const out: string[] = []
  if (schema.enum) out.push(schema.enum.map((each) => (each === '' ? '""' : String(each))).join(' · '))
  if (schema.minimum !== undefined || schema.maximum !== undefined) out.push(`${schema.minimum ?? ''} … ${schema.maximum ?? ''}`)
  if (schema.maxLength !== undefined) out.push(`≤ ${schema.maxLength}`)
  if (schema.maxItems !== undefined) out.push(`≤ ${schema.maxItems} items`)
  if (schema.default !== undefined) out.push(`= ${JSON.stringify(schema.default)}`)
  return out.join(', ')
}

/** A value of a schema to show in an example; deep structures end early. */
export function sample(spec: Spec, given: Schema | undefined, depth = 0): unknown {
  const schema = resolve(spec, given)
  if (schema.example !== undefined) return schema.example
  if (schema.examples?.length) return schema.examples[0]
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum.find((each) => each !== '') ?? schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type
  if (schema.properties && depth < 4) {
    const wanted = Object.entries(schema.properties).filter(([name]) => name !== '$schema' && (depth > 0 || (schema.required ?? []).includes(name) || (schema.required ?? []).length === 0))
    return Object.fromEntries(wanted.map(([name, each]) => [name, sample(spec, each, depth + 1)]))
  }
  if (type === 'array') return depth < 3 ? [sample(spec, schema.items, depth + 1)] : []
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'object') return {}
  return schema.format === 'date-time' ? '2026-11-21T09:00:00Z' : 'text'
}

/** A command that can be pasted into a terminal. */
export function curl(spec: Spec, operation: Operation, origin: string): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.replace(/([A-Z])/g, '_$1').toUpperCase()}`)
  const lines = [`curl -X ${operation.method} "${origin}${path}"`]
  if (!operation.open) lines.push(`-H "Authorization: Bearer $TOKEN"`)
  if (operation.body?.type === 'application/json') {
    lines.push(`-H "Content-Type: application/json"`, `-d '${JSON.stringify(sample(spec, operation.body.schema), null, 2).replaceAll("'", "'\\''")}'`)
  } else if (operation.body) lines.push('--data-binary @file')
  return lines.join(' \\\n  ')
}
