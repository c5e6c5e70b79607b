/** The plan as the server keeps it: one document, checked and published as a whole. */
export type Skill = { id: string; name: string; colour?: string }
export type Need = { skill: string; level: number; weight?: number; relaxAfter?: number }
export type Action = 'wait' | 'tell' | 'widen' | 'faq' | 'message' | 'callback' | 'handover'
export type Step = { after: number; do: Action; queue?: string; centre?: string; text?: Record<string, string> }
export type Strategy = 'least_loaded' | 'longest_idle' | 'round_robin' | 'weighted_skill' | 'custom'
export type Mode = 'push' | 'auto' | 'pull'
export type Queue = {
  id: string
  name: string
  team?: string
  teams?: string[]
  people?: string[]
  strategy: Strategy
  score?: string
  needs?: Need[]
  calendar?: string
  closed: Action
  spare?: string
  offer: { mode: Mode; seconds: number; onTimeout: 'next' | 'away' }
  wrapUp: number
  sticky: { on: boolean; wait: number }
  target: { seconds: number; share: number }
  full: number
  keep: number
  urgent?: boolean
  steps?: Step[]
  alert: { waiting?: number; longest?: number; share?: number }
}
export type Rule = { id: string; name: string; on: boolean; when: string; queue?: string; headStart?: number; needs?: Need[]; stop?: boolean }
export type Plan = {
  skills: Skill[]
  queues: Queue[]
  rules: Rule[]
  fallback: string
  points: Record<string, number>
  capacity: number
  priorities: Record<string, number>
  levels: Record<string, number>
  learning: { on: boolean; least: number; most: number }
}

export const STRATEGIES = ['least_loaded', 'longest_idle', 'round_robin', 'weighted_skill', 'custom'] as const
export const MODES = ['push', 'auto', 'pull'] as const
export const KINDS = ['chat', 'call', 'email'] as const
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
export const LEVELS = ['vip', 'normal'] as const
export const CLOSED = ['wait', 'message', 'callback', 'widen'] as const
export const STEPS = ['tell', 'faq', 'widen', 'message', 'callback', 'handover'] as const

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** An identifier of the form that the server checks: a prefix and a UUIDv7 in Crockford's base 32. */
export function newId(prefix: 'skl' | 'que' | 'rul', now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 256 ** (5 - i)) % 256
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  let left = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = ALPHABET.charAt(Number(left & 31n)) + text
    left >>= 5n
  }
  return `${prefix}_${text}`
}

/** A queue as most shops want it; what is not said stays as it is here. */
export const newQueue = (name: string, given: Partial<Queue> = {}): Queue => ({
  id: newId('que'),
  name,
  teams: [],
  people: [],
  strategy: 'least_loaded',
  needs: [],
  closed: 'wait',
  offer: { mode: 'push', seconds: 20, onTimeout: 'next' },
  wrapUp: 0,
  sticky: { on: true, wait: 0 },
  target: { seconds: 30, share: 0.8 },
  full: 0,
  keep: 300,
  steps: [],
  alert: {},
  ...given,
})

export const newRule = (name: string, given: Partial<Rule> = {}): Rule => ({ id: newId('rul'), name, on: true, when: '', ...given })
export const newNeed = (skill: string): Need => ({ skill, level: 3 })

/** Takes a skill out of the plan, and out of everything that asks for it. */
export function dropSkill(plan: Plan, id: string): void {
  plan.skills = plan.skills.filter((skill) => skill.id !== id)
  for (const one of [...plan.queues, ...plan.rules]) if (one.needs) one.needs = one.needs.filter((need) => need.skill !== id)
}

/** Takes a queue out of the plan: rules and steps that name it are led to the fallback or fall away. */
export function dropQueue(plan: Plan, id: string): void {
  plan.queues = plan.queues.filter((queue) => queue.id !== id)
  if (plan.fallback === id) plan.fallback = plan.queues[0]?.id ?? ''
  for (const queue of plan.queues) {
    if (queue.spare === id) Object.assign(queue, { spare: '', closed: 'wait' })
    queue.steps = (queue.steps ?? []).filter((step) => step.queue !== id)
  }
  for (const rule of plan.rules) if (rule.queue === id) rule.queue = plan.fallback
}

/** The list with one thing in another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [one] = next.splice(from, 1)
  if (one !== undefined) next.splice(Math.max(0, Math.min(to, next.length)), 0, one)
  return next
}

export type Area = 'queue' | 'skill' | 'rule' | 'general'
/** One difference between two plans; `fields` are names of parts, in the order of the screen. */
export type Change = { area: Area; id: string; name: string; what: 'added' | 'removed' | 'changed' | 'moved'; fields: string[] }

/** Absent, empty and "nothing" are one and the same. */
const plain = (value: unknown): string => {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return ''
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value.map(sorted))
  if (typeof value === 'object') return Object.keys(sorted(value) as object).length === 0 ? '' : JSON.stringify(sorted(value))
  return JSON.stringify(value)
}
const sorted = (value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => plain(each) !== '')
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value

const differing = (before: object, after: object): string[] => {
  const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => plain(a[key]) !== plain(b[key]))
}

function listed<T extends { id: string; name: string }>(area: Area, before: readonly T[], after: readonly T[]): Change[] {
  const out: Change[] = []
  for (const one of after) {
    const old = before.find((each) => each.id === one.id)
    if (!old) out.push({ area, id: one.id, name: one.name, what: 'added', fields: [] })
    else {
      const fields = differing(old, one)
      if (fields.length > 0) out.push({ area, id: one.id, name: one.name, what: 'changed', fields })
    }
  }
  for (const old of before) if (!after.some((each) => each.id === old.id)) out.push({ area, id: old.id, name: old.name, what: 'removed', fields: [] })
  const kept = (list: readonly T[], other: readonly T[]) => list.filter((each) => other.some((one) => one.id === each.id)).map((each) => each.id)
  if (area === 'rule' && plain(kept(before, after)) !== plain(kept(after, before))) out.push({ area, id: '', name: '', what: 'moved', fields: [] })
  return out
}

/** What one plan changes about another. */
export function changesOf(before: Plan, after: Plan): Change[] {
  const general = differing({ ...before, skills: [], queues: [], rules: [] }, { ...after, skills: [], queues: [], rules: [] })
  return [
    ...listed('queue', before.queues, after.queues),
    ...listed('skill', before.skills, after.skills),
    ...listed('rule', before.rules, after.rules),
    ...(general.length > 0 ? [{ area: 'general' as const, id: '', name: '', what: 'changed' as const, fields: general }] : []),
  ]
}

/** Where something of the plan is edited, by its path in it: `queues[0].needs[1].skill`. */
export function placeOf(plan: Plan, path: string): { to: string; name: string } {
  const match = /^(queues|rules|skills)\[(\d+)\]/.exec(path)
  const one = match && plan[match[1] as 'queues' | 'rules' | 'skills'][Number(match[2])]
  if (!match || !one) return { to: `/settings/routing/${path.startsWith('queues') || path === 'fallback' ? 'queues' : 'points'}`, name: '' }
  return { to: `/settings/routing/${match[1] ?? ''}${match[1] === 'skills' ? '' : `/${one.id}`}`, name: one.name }
}
