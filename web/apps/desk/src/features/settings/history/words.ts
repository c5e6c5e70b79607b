import { formatDuration, formatLanguage, formatNumber, lookup, t } from '@frontdesk/i18n'
import type { Field, Version } from './api'
import { KINDS } from './kinds'

/** What ids are called; undefined for what is gone. */
export type Names = (id: string) => string | undefined
/** What a permission is called, and whether it has levels between none and all. */
export type Rights = (permission: string) => { name: string; scoped: boolean } | undefined

const at = (field: Field) => field.path.join('.')
const right = (kind: string, path: readonly string[]) => (kind === 'role' && path[0] === 'grants' ? path.slice(1).join('.') : undefined)

/** What the form calls a field. */
export function labelOf(kind: string, path: readonly string[], rights: Rights): string {
  const permission = right(kind, path)
  if (permission) return rights(permission)?.name ?? permission
  const known = KINDS[kind]?.fields
  // A part of a list that is known by its name: "queues.VIP".
  const [list = '', ...name] = path.join('.').split('.')
  if (kind === 'routing_plan' && name.length && known?.[list]) return `${t(known[list])} · ${name.join('.')}`
  const key = known?.[path.join('.')]
  return key ? t(key) : path.join('.')
}

/** Differences in the order of the form; what the form does not know comes last. */
export function inOrder(version: Version): Field[] {
  const order = Object.keys(KINDS[version.kind]?.fields ?? {})
  const rank = (field: Field) => (order.includes(at(field)) ? order.indexOf(at(field)) : order.length)
  return version.fields.map((field, i) => ({ field, i })).sort((a, b) => rank(a.field) - rank(b.field) || a.i - b.i).map(({ field }) => field)
}

type Loose = Record<string, unknown>
const isHours = (value: Loose) => typeof value.from === 'string' && typeof value.to === 'string'
const text = (value: unknown) => (typeof value === 'string' ? value : '')

function object(value: Loose): string {
  if (isHours(value)) return `${text(value.from)}–${text(value.to)}`
  if (typeof value.date === 'string') {
    const hours = Array.isArray(value.hours) ? (value.hours as Loose[]).map(object).join(' ') : ''
    return [value.date, text(value.name), hours || t('history.field.closed')].filter(Boolean).join(' ')
  }
  if ('zh' in value && 'en' in value) return `${text(value.zh)} / ${text(value.en)}`
  if ('nameZh' in value || 'nameEn' in value) return [text(value.nameZh), text(value.nameEn)].filter(Boolean).join(' / ') + (value.archived ? ` (${t('wrapup.tree.archived')})` : '')
  if (typeof value.field === 'string' && typeof value.op === 'string') return [lookup(`panel.about.${value.field}`) ?? value.field, lookup(`panel.op.${value.op}`) ?? value.op, value.value ?? ''].join(' ')
  return JSON.stringify(value)
}

/** One value in words. */
export function valueOf(kind: string, path: readonly string[], value: unknown, names: Names, rights?: Rights): string {
  const field = path.join('.')
  const permission = right(kind, path)
  if (permission && rights?.(permission)?.scoped === false) return t(value ? 'common.yes' : 'common.no')
  if (permission) return t(value === 'own' || value === 'teams' || value === 'all' ? `people.level.${value}` : 'people.level.none')
  if (value === undefined || value === null || value === '') return ''
  if (typeof value === 'boolean') return t(value ? 'common.on' : 'common.off')
  if (typeof value === 'number') {
    if (!field.endsWith('After')) return formatNumber(value)
    return value === 0 ? t('history.field.never') : formatDuration(value * 1000)
  }
  if (typeof value === 'object') return Array.isArray(value) ? value.map((each) => valueOf(kind, path, each, names)).join(' · ') : object(value as Loose)
  const word = String(value)
  if (/^(usr|tem|rol|cal|wct)_/.test(word)) return names(word) ?? t(word.startsWith('usr_') ? 'history.gone' : 'history.gone.thing')
  const before = KINDS[kind]?.words?.[field]
  if (before) return lookup(`${before}.${word}`) ?? (before.endsWith('.language') ? formatLanguage(word) : word)
  return /(^locale|Language)$/.test(field) ? formatLanguage(word) : word
}

/** What a list gained and lost; undefined where it is no list, or only its order changed. */
export function listDiff(kind: string, field: Field, names: Names): { added: string[]; dropped: string[] } | undefined {
  if (!Array.isArray(field.before ?? []) || !Array.isArray(field.after ?? []) || (!Array.isArray(field.before) && !Array.isArray(field.after))) return undefined
  const words = (list: unknown) => ((list ?? []) as unknown[]).map((each) => valueOf(kind, field.path, each, names))
  const [before, after] = [words(field.before), words(field.after)]
  const added = after.filter((each) => !before.includes(each))
  const dropped = before.filter((each) => !after.includes(each))
  return added.length + dropped.length > 0 ? { added, dropped } : undefined
}

/** What happened, in one line. */
export function summary(version: Version, rights: Rights): string {
  if (version.action === 'created') return t('history.created')
  if (version.action === 'removed') return t('history.removed')
  const all = [...inOrder(version).map((field) => labelOf(version.kind, field.path, rights)), ...version.touched.map((field) => labelOf(version.kind, [field], rights))]
  const labels = [...new Set(all)]
  const shown = labels.length > 4 ? [...labels.slice(0, 3), t('history.others', { count: labels.length - 3 })] : labels
  return t('history.changed', { fields: shown.join(' · ') })
}
