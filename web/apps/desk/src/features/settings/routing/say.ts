import { formatDuration, formatList, formatPercent, locale, t } from '@frontdesk/i18n'
import { FIELDS, parse, spoken, type Test } from './condition'
import type { Change, Plan, Queue, Rule } from './plan'

/** A time in words: 20 s, 5 min. */
export const time = (seconds: number): string => formatDuration(seconds * 1000)

const PARTS = ['name', 'teams', 'people', 'team', 'strategy', 'score', 'needs', 'calendar', 'closed', 'spare', 'offer', 'wrapUp', 'sticky', 'target', 'urgent', 'full', 'keep', 'steps', 'alert', 'colour', 'on', 'when', 'queue', 'headStart', 'stop', 'fallback', 'points', 'capacity', 'priorities', 'levels', 'learning'] as const
type Part = (typeof PARTS)[number]
export const partName = (part: string): string => (PARTS.includes(part as Part) ? t(`routing.part.${part as Part}`) : part)

/** One difference as a sentence. */
export function sayChange({ area, what, name }: Change): string {
  if (what === 'moved') return t('routing.change.moved')
  if (area === 'general') return t('routing.area.general')
  return t(`routing.change.${what}`, { area: t(`routing.area.${area}`), name })
}
export const sayParts = (change: Change): string => formatList(change.fields.map(partName))

export const queueName = (plan: Plan, id: string | undefined): string => plan.queues.find((queue) => queue.id === id)?.name ?? ''
export const skillName = (plan: Plan, id: string): string => plan.skills.find((skill) => skill.id === id)?.name ?? t('routing.gone', { id: id.slice(-4) })
export const sayTarget = ({ target }: Queue): string => t('routing.queue.target.short', { share: formatPercent(target.share), time: time(target.seconds) })

/** Names of what values stand for, where they are ids or words of the program. */
export type Naming = { channel: (id: string) => string; field: (key: string) => string }

export const MOODS = ['negative', 'neutral', 'positive'] as const

export function sayValue(test: Test, value: string, naming: Naming): string {
  switch (test.field) {
    case 'level':
      return value === 'vip' || value === 'normal' ? t(`routing.level.${value}`) : value
    case 'priority':
      return ['urgent', 'high', 'normal', 'low'].includes(value) ? t(`routing.priority.${value as 'urgent'}`) : value
    case 'sentiment':
      return MOODS.includes(value as 'neutral') ? t(`routing.sentiment.${value as 'neutral'}`) : value
    case 'weekday':
      return /^[1-7]$/.test(value) ? t(`routing.weekday.${value as '1'}`) : value
    case 'channel':
      return naming.channel(value)
    case 'language':
      return new Intl.DisplayNames([locale.value], { type: 'language' }).of(value) ?? value
    default:
      return value
  }
}

const quoted = (value: string) => (locale.value === 'zh-CN' ? `「${value}」` : `“${value}”`)

function sayTest(test: Test, naming: Naming): string {
  const kind = FIELDS[test.field].kind
  const field = kind === 'map' ? naming.field(test.key ?? '') : t(`routing.field.${test.field}`)
  if (test.op === 'between') return t('routing.says.between', { field, from: test.values[0] ?? '', to: test.values[1] ?? '' })
  const plain = kind === 'text' || kind === 'map' || kind === 'list'
  const names = test.values.map((value) => (plain ? quoted(value) : sayValue(test, value, naming)))
  const list = new Intl.ListFormat(locale.value, { type: 'disjunction' })
  return t(`routing.says.${spoken(test) as 'in'}`, { field, values: list.format(names) })
}

/** When a rule holds, as a sentence. */
export function sayWhen({ when }: Rule, naming: Naming): string {
  const condition = parse(when)
  if (!condition) return t('routing.rules.custom', { text: when })
  if (condition.tests.length === 0) return t('routing.rules.always')
  return condition.tests.map((test) => sayTest(test, naming)).join(t(condition.all ? 'routing.says.and' : 'routing.says.or'))
}
