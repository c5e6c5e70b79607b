import { t, type PlainKey } from '@frontdesk/i18n'
import { nameOf, type Condition, type Field, type Kind, type Op } from './api'

/** What a condition can be about: what every customer has, and the company's own fields. */
export type Subject = { value: string; label: string; kind: Kind; options?: { value: string; label: string }[] }

const OPS: Readonly<Record<Kind, readonly Op[]>> = {
  text: ['is', 'is_not', 'set', 'unset'],
  link: ['is', 'set', 'unset'],
  number: ['is', 'above', 'below', 'set', 'unset'],
  date: ['within', 'is', 'above', 'below', 'set', 'unset'],
  choice: ['is', 'is_not', 'set', 'unset'],
  choices: ['is', 'is_not', 'set', 'unset'],
  yesno: ['is', 'set', 'unset'],
}
/** What every customer always has cannot be missing. */
const ALWAYS = ['level', 'anonymous', 'createdAt', 'lastSeenAt']

export const opsOf = (subject: Subject): Op[] => OPS[subject.kind].filter((op) => !ALWAYS.includes(subject.value) || (op !== 'set' && op !== 'unset'))
export const needsValue = (op: Op): boolean => op !== 'set' && op !== 'unset'
export const opLabel = (subject: Subject | undefined, op: Op): string =>
  t((subject?.kind === 'date' && (op === 'above' || op === 'below') ? `panel.op.date.${op}` : subject?.kind === 'choices' && (op === 'is' || op === 'is_not') ? `panel.op.has.${op}` : `panel.op.${op}`) as PlainKey)

/** Everything that conditions can be about. */
export function subjectsOf(fields: readonly Field[], tags: readonly { id: string; name: string }[]): Subject[] {
  const own = fields.filter((field) => field.of === 'customer' && field.visible)
  return [
    { value: 'tag', label: t('panel.about.tag'), kind: 'choices', options: tags.map((tag) => ({ value: tag.id, label: tag.name })) },
    { value: 'level', label: t('panel.about.level'), kind: 'choice', options: [{ value: 'vip', label: 'VIP' }, { value: 'normal', label: t('panel.about.normal') }] },
    { value: 'lastSeenAt', label: t('panel.about.lastSeenAt'), kind: 'date' },
    { value: 'createdAt', label: t('panel.about.createdAt'), kind: 'date' },
    { value: 'company', label: t('panel.about.company'), kind: 'text' },
    { value: 'anonymous', label: t('panel.about.anonymous'), kind: 'yesno' },
    ...own.map((field) => ({ value: field.id, label: nameOf(field), kind: field.kind, options: field.options.map((one) => ({ value: one.id ?? '', label: nameOf(one) })) })),
  ]
}

/** A new condition about something, with a value where one stands to reason. */
export function begin(subject: Subject): Condition {
  const op = opsOf(subject)[0] ?? 'is'
  return { field: subject.value, op, ...valueFor(subject, op) }
}
function valueFor(subject: Subject, op: Op): { value?: unknown } {
  if (!needsValue(op)) return {}
  if (op === 'within') return { value: 30 }
  if (subject.kind === 'yesno') return { value: true }
  if (subject.options) return { value: subject.options[0]?.value ?? '' }
  return { value: '' }
}
/** The condition with another comparison; its value stays where it still means something. */
export function withOp(subject: Subject, condition: Condition, op: Op): Condition {
  const keep = needsValue(op) && needsValue(condition.op) && (op === 'within') === (condition.op === 'within')
  return { field: condition.field, op, ...(keep ? { value: condition.value } : valueFor(subject, op)) }
}
/** Whether a condition says something. */
export const whole = (condition: Condition): boolean => !needsValue(condition.op) || (condition.value !== '' && condition.value !== undefined && condition.value !== null)

/** A condition as a phrase. */
export function phrase(condition: Condition, subjects: readonly Subject[]): string {
  const subject = subjects.find((one) => one.value === condition.field)
  if (!subject) return t('panel.field.gone')
  const op = opLabel(subject, condition.op)
  if (!needsValue(condition.op)) return `${subject.label} ${op}`
  const value = condition.value
  if (condition.op === 'within') return t('panel.within', { what: subject.label, count: Number(value) })
  const said = typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : (subject.options?.find((one) => one.value === value)?.label ?? String(value))
  return `${subject.label} ${op} ${said}`
}
