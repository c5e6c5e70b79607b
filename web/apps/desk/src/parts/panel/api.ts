import type { components } from '@frontdesk/client'
import { locale } from '@frontdesk/i18n'
import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'

type Schemas = components['schemas']
export type PageCards = Schemas['PageCards']
export type Card = Schemas['Card']
export type Field = Schemas['FieldView']
export type FieldOption = Schemas['Option']
export type Kind = Field['kind']
export type Owner = Field['of']
/** What the fields of a customer or a conversation say, by the id of the field. */
export type Values = Record<string, unknown>
export type Note = Schemas['Note']
export type Segment = Schemas['Segment']
export type Condition = Schemas['Condition']
export type Op = Condition['op']
export type Found = Schemas['Found']

export const KINDS: readonly Kind[] = ['text', 'number', 'date', 'choice', 'choices', 'yesno', 'link']

export const keys = {
  /** Shared with the directory of the desk. */
  people: ['desk', 'users'] as const,
  fields: ['panel', 'fields'] as const,
  values: (of: Owner, id: string) => ['panel', 'values', of, id] as const,
  notes: (customer: string) => ['panel', 'notes', customer] as const,
  segments: ['panel', 'segments'] as const,
  count: (conditions: readonly Condition[]) => ['panel', 'count', conditions] as const,
  segmentsOf: (customer: string) => ['panel', 'segmentsOf', customer] as const,
}

const at = (id: string) => ({ path: { id } })
const owners = { customer: '/customers/{id}/fields', conversation: '/conversations/{id}/fields' } as const
export const getCards = (customer: string) => call<Page<PageCards>>('GET', '/customers/{id}/cards', at(customer))

export const getFields = async () => (await call<Page<Field>>('GET', '/fields')).items
export type FieldDraft = { nameZh: string; nameEn: string; options: FieldOption[]; required: boolean; seenBy: string[]; editedBy: string[] }
export const createField = (of: Owner, kind: Kind, draft: FieldDraft) => call<Field>('POST', '/fields', { body: { of, kind, ...draft } })
export const patchField = (id: string, version: number, draft: FieldDraft) => call<Field>('PATCH', '/fields/{id}', { ...at(id), body: { version, ...draft } })
export const deleteField = (id: string) => call('DELETE', '/fields/{id}', at(id))
export const arrangeFields = (of: Owner, ids: string[]) => call('PUT', '/fields/order', { body: { of, ids } })
export const getValues = async (of: Owner, id: string) => (await call<{ values: Values }>('GET', owners[of], at(id))).values
export const setValues = async (of: Owner, id: string, values: Values) => (await call<{ values: Values }>('PATCH', owners[of], { ...at(id), body: { values } })).values

export const getNotes = (customer: string, cursor?: string) => call<Page<Note>>('GET', '/customers/{id}/notes', { ...at(customer), query: { cursor, limit: 20 } })
export const addNote = (customer: string, body: string, mentions: string[]) => call<Note>('POST', '/customers/{id}/notes', { ...at(customer), body: { body, mentions } })
export const editNote = (note: Note, body: string, mentions: string[]) => call<Note>('PATCH', '/customer-notes/{id}', { ...at(note.id), body: { version: note.version, body, mentions } })
export const deleteNote = (id: string) => call('DELETE', '/customer-notes/{id}', at(id))

export type Person = Schemas['UserView']
export const getPeople = () => call<Page<Person>>('GET', '/users')

export const getSegments = async () => (await call<Page<Segment>>('GET', '/segments')).items
export type SegmentDraft = { name: string; colour: string; conditions: Condition[] }
export const createSegment = (draft: SegmentDraft) => call<Segment>('POST', '/segments', { body: draft })
export const patchSegment = (id: string, version: number, draft: Partial<SegmentDraft>) => call<Segment>('PATCH', '/segments/{id}', { ...at(id), body: { version, ...draft } })
export const deleteSegment = (id: string) => call('DELETE', '/segments/{id}', at(id))
export const countCustomers = (conditions: readonly Condition[]) => call<Found>('POST', '/segments/count', { body: { conditions } })
export const getSegmentsOf = async (customer: string) => (await call<{ ids: string[] }>('GET', '/customers/{id}/segments', at(customer))).ids

/** Reads again what is about fields, wherever it is shown. */
export const changed = (key: readonly unknown[]) => queryClient.invalidateQueries({ queryKey: key })

type Named = { nameZh?: string; nameEn?: string }
/** The name in the reader's language, or in the other one. */
export const nameOf = (one: Named): string => (locale.value === 'zh-CN' ? one.nameZh || one.nameEn : one.nameEn || one.nameZh) || ''
