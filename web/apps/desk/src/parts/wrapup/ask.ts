import { queryClient } from '@/shell/api'
import { getFields, getValues, keys, setValues, type Field } from '../panel/api'
import { loadSetup, loadTold } from './api'
import { asked, formOf, neededFields, type Answer, type Said } from './say'

/** A conversation that is about to end. */
export type Ending = { id: string; teamId?: string | undefined; resolutions: number }

/** Whether something is said already of the resolution that is to come. */
const isSaid = (row: Ending) => loadTold(row.id).then((all) => all.some((one) => one.resolution === row.resolutions + 1), () => false)

/** What says nothing yet of those that have to, by conversation. */
async function missingIn(rows: readonly Ending[]): Promise<Map<string, Field[]>> {
  const missing = new Map<string, Field[]>()
  const fields = neededFields(await queryClient.fetchQuery({ queryKey: keys.fields, queryFn: getFields, staleTime: 300_000 }).catch(() => []))
  if (fields.length === 0) return missing
  await Promise.all(
    rows.map(async ({ id }) => {
      const values = await queryClient.fetchQuery({ queryKey: keys.values('conversation', id), queryFn: () => getValues('conversation', id), staleTime: 10_000 }).catch(() => undefined)
      const open = values ? fields.filter((field) => values[field.id] === undefined) : []
      if (open.length) missing.set(id, open)
    }),
  )
  return missing
}

/** Writes values where they are missing. */
const fillIn = (missing: ReadonlyMap<string, readonly Field[]>, values: Record<string, unknown>) =>
  Promise.all(
    [...missing].map(async ([id, fields]) => {
      const own = Object.fromEntries(fields.map((field) => [field.id, values[field.id]]))
      queryClient.setQueryData(keys.values('conversation', id), await setValues('conversation', id, own))
    }),
  )

/**
 * Asks for what has to be filled in, and for a summary where the teams of these conversations want one and there is none yet. Gives what to say of each;
 * undefined when the reader decided not to end them.
 */
export async function askSummary(rows: readonly Ending[]): Promise<Map<string, Said> | undefined> {
  const said = new Map<string, Said>()
  // Without an answer the server decides: it refuses where a summary is missing.
  const setup = await loadSetup().catch(() => undefined)
  const wanting = rows.filter((row) => formOf(setup, row.teamId).mode !== 'off')
  const done = await Promise.all(wanting.map(isSaid))
  const open = wanting.filter((_, at) => !done[at])
  const missing = await missingIn(rows)
  if (open.length === 0 && missing.size === 0) return said
  const answer = await new Promise<Answer>((resolve) => {
    asked.value = {
      ids: rows.filter((row) => open.includes(row) || missing.has(row.id)).map((row) => row.id),
      teams: [...new Set(open.map((row) => row.teamId ?? ''))],
      summary: open.length > 0,
      fields: [...new Map([...missing.values()].flat().map((field) => [field.id, field])).values()],
      fill: (values) => fillIn(missing, values),
      required: open.some((row) => formOf(setup, row.teamId).mode === 'required'),
      answer: resolve,
    }
  })
  asked.value = undefined
  if (answer === 'leave') return undefined
  if (answer !== 'skip') for (const row of open) said.set(row.id, answer)
  return said
}
