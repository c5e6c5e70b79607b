import type { components } from '@frontdesk/client'
import { shallowRef } from 'vue'
import { queryClient } from '@/shell/api'

type Schemas = components['schemas']
export type Form = Schemas['Form']
export type Setup = Schemas['Setup']
export type Outcome = Schemas['Summary']['outcome']
/** What somebody says of a conversation; `version` is that of the summary they read. */
export type Said = { categoryId: string; outcome: Outcome; remark: string; version: number }

/** The summary as the API takes it. */
export const ownWords = (said: Said): Schemas['Summarise'] => ({
  outcome: said.outcome,
  version: said.version,
  ...(said.categoryId ? { categoryId: said.categoryId } : {}),
  ...(said.remark ? { remark: said.remark } : {}),
})

export const SETUP = ['wrapup', 'setup'] as const

/** The form that counts for a team: its own, or that of all others. */
export function formOf(from: Setup | undefined, team: string | undefined): Form {
  const find = (id: string) => from?.forms.find((form) => form.teamId === id)
  return (team && find(team)) || find('default') || { teamId: 'default', mode: 'off', categoryIds: [], version: 0 }
}
type OwnField = Schemas['FieldView']
/** The fields that have to say something before a conversation ends, of those that the reader may write. */
export const neededFields = (fields: readonly OwnField[] | undefined): OwnField[] => (fields ?? []).filter((field) => field.of === 'conversation' && field.required && field.editable)

/** Whether ending a conversation of this team may ask for something, as far as is known now. */
export const asksSummary = (team: string | undefined): boolean =>
  formOf(queryClient.getQueryData<Setup>(SETUP), team).mode !== 'off' || neededFields(queryClient.getQueryData<OwnField[]>(['panel', 'fields'])).length > 0

/** The answer to "what was it about?": what was said, nothing for those who skipped it, or that they left. */
export type Answer = Said | 'skip' | 'leave'
export type Asked = {
  ids: readonly string[]
  teams: readonly string[]
  /** Whether a summary is asked for, and whether it can be left out. */
  summary: boolean
  required: boolean
  /** Fields that say nothing yet; `fill` writes them where they are missing. */
  fields: readonly OwnField[]
  fill: (values: Record<string, unknown>) => Promise<unknown>
  answer: (answer: Answer) => void
}
/** What the dialog asks at present. */
export const asked = shallowRef<Asked>()
