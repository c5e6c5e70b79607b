/**
 * Conditions of rules as a list of tests, for those that a list can say. The server keeps text; what the builder writes it
 * can read again, everything else stays text.
 */
export type Test = { field: FieldName; key?: string; op: Op; values: string[] }
export type Condition = { all: boolean; tests: Test[] }
export type Op = 'in' | 'notin' | 'has' | 'lacks' | 'between'
export type Kind = 'choice' | 'text' | 'list' | 'start' | 'map' | 'hours'

/** What can be asked about, with the name that the language knows it by. */
export const FIELDS = {
  text: { path: 'lower(conversation.text)', kind: 'text' },
  level: { path: 'customer.level', kind: 'choice' },
  customerTag: { path: 'customer.tags', kind: 'list' },
  customerField: { path: 'customer.fields', kind: 'map' },
  channel: { path: 'channel.id', kind: 'choice' },
  language: { path: 'channel.language', kind: 'start' },
  country: { path: 'customer.country', kind: 'choice' },
  priority: { path: 'conversation.priority', kind: 'choice' },
  sentiment: { path: 'conversation.sentiment', kind: 'choice' },
  conversationTag: { path: 'conversation.tags', kind: 'list' },
  conversationField: { path: 'conversation.fields', kind: 'map' },
  subject: { path: 'lower(conversation.subject)', kind: 'text' },
  page: { path: 'visit.page', kind: 'text' },
  source: { path: 'visit.source', kind: 'text' },
  region: { path: 'visit.region', kind: 'text' },
  hour: { path: 'hour', kind: 'hours' },
  weekday: { path: 'weekday', kind: 'choice' },
} as const satisfies Record<string, { path: string; kind: Kind }>
export type FieldName = keyof typeof FIELDS
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]

export const opsOf = (field: FieldName): Op[] => {
  switch (FIELDS[field].kind) {
    case 'choice':
      return ['in', 'notin']
    case 'map':
      return ['in', 'notin', 'has', 'lacks']
    case 'hours':
      return ['between']
    default:
      return ['has', 'lacks']
  }
}
/** How a comparison is said: a language is one, it does not contain one. */
export const spoken = ({ field, op }: Pick<Test, 'field' | 'op'>): Op => (FIELDS[field].kind !== 'start' ? op : op === 'has' ? 'in' : 'notin')
export const newTest = (field: FieldName): Test => ({ field, op: opsOf(field)[0] ?? 'in', values: FIELDS[field].kind === 'hours' ? ['9', '18'] : [], ...(FIELDS[field].kind === 'map' ? { key: '' } : {}) })

const quoted = (value: string) => JSON.stringify(value)
const lowers = (field: FieldName) => FIELDS[field].path.startsWith('lower(')

/** The text of one test; nothing while it is not complete. */
function printTest(test: Test): string {
  const { path, kind } = FIELDS[test.field]
  const values = test.values.filter((value) => value.trim() !== '').map((value) => (lowers(test.field) ? value.toLowerCase() : value))
  if (values.length === 0 || (kind === 'map' && !test.key)) return ''
  const what = kind === 'map' ? `${path}[${quoted(test.key ?? '')}]` : path
  if (kind === 'hours') {
    const [from, to] = [Number(values[0]), Number(values[1])]
    return `(hour >= ${from} ${from < to ? 'and' : 'or'} hour < ${to})`
  }
  if (test.op === 'in' || test.op === 'notin') return `${what} ${test.op === 'in' ? 'in' : 'not in'} [${values.map((value) => (test.field === 'weekday' ? String(Number(value)) : quoted(value))).join(', ')}]`
  const parts = values.map((value) => (kind === 'list' ? `${quoted(value)} in ${what}` : `${what} ${kind === 'start' ? 'startsWith' : 'contains'} ${quoted(value)}`))
  if (test.op === 'lacks') return `not (${parts.join(' or ')})`
  return parts.length > 1 ? `(${parts.join(' or ')})` : (parts[0] ?? '')
}

/** The condition as the server keeps it; tests that are not complete say nothing. */
export const print = ({ all, tests }: Condition): string =>
  tests
    .map(printTest)
    .filter(Boolean)
    .join(all ? ' and ' : ' or ')

/** Splits at a word that stands outside quotes and brackets. */
function split(text: string, word: string): string[] {
  const out: string[] = []
  let [depth, start, inside] = [0, 0, false]
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (inside) {
      if (c === '\\') i++
      else if (c === '"') inside = false
    } else if (c === '"') inside = true
    else if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    else if (depth === 0 && text.startsWith(` ${word} `, i)) {
      out.push(text.slice(start, i))
      start = i + word.length + 2
      i = start - 1
    }
  }
  return [...out, text.slice(start)]
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"'
const unquote = (text: string): string | undefined => {
  try {
    return JSON.parse(text) as string
  } catch {
    return undefined
  }
}
function fieldOf(what: string): Pick<Test, 'field' | 'key'> | undefined {
  const map = new RegExp(`^(customer|conversation)\\.fields\\[(${STRING})\\]$`).exec(what)
  if (map) return { field: map[1] === 'customer' ? 'customerField' : 'conversationField', key: unquote(map[2] ?? '') ?? '' }
  const field = FIELD_NAMES.find((name) => FIELDS[name].path === what)
  return field && { field }
}

function parseTest(text: string): Test | undefined {
  const hours = /^\(hour >= (\d+) (?:and|or) hour < (\d+)\)$/.exec(text)
  if (hours) return { field: 'hour', op: 'between', values: [hours[1] ?? '', hours[2] ?? ''] }
  const choice = /^(.+?) (not in|in) \[(.*)\]$/.exec(text)
  const chosen = choice && fieldOf(choice[1] ?? '')
  if (choice && chosen) {
    const values = (choice[3] ?? '').match(new RegExp(`${STRING}|\\d+`, 'g')) ?? []
    return { ...chosen, op: choice[2] === 'in' ? 'in' : 'notin', values: values.map((value) => unquote(value)).map((value) => String(value ?? '')) }
  }
  const lacks = /^not \((.*)\)$/.exec(text)
  const inner = lacks?.[1] ?? /^\((.*)\)$/.exec(text)?.[1] ?? text
  const tests = split(inner, 'or').map((part) => {
    const list = new RegExp(`^(${STRING}) in (\\S+)$`).exec(part)
    const contains = new RegExp(`^(.+?) (?:contains|startsWith) (${STRING})$`).exec(part)
    const at = fieldOf(list?.[2] ?? contains?.[1] ?? '')
    const value = unquote(list?.[1] ?? contains?.[2] ?? '')
    return at && value !== undefined ? { ...at, value } : undefined
  })
  const [first] = tests
  if (!first || tests.some((test) => test?.field !== first.field || test.key !== first.key)) return undefined
  return { field: first.field, ...(first.key === undefined ? {} : { key: first.key }), op: lacks ? 'lacks' : 'has', values: tests.map((test) => test?.value ?? '') }
}

/** Reads what the builder has written; undefined for anything else. */
export function parse(text: string): Condition | undefined {
  const trimmed = text.trim()
  if (!trimmed) return { all: true, tests: [] }
  const [ands, ors] = [split(trimmed, 'and'), split(trimmed, 'or')]
  if (ands.length > 1 && ors.length > 1) return undefined
  const tests = (ors.length > 1 ? ors : ands).map(parseTest)
  if (tests.some((test) => !test)) return undefined
  const condition = { all: ors.length === 1, tests: tests as Test[] }
  return print(condition) === trimmed ? condition : undefined
}
