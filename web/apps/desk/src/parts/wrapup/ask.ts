import { loadSetup, loadTold } from './api'
import { asked, formOf, type Answer, type Said } from './say'

/** A conversation that is about to end. */
export type Ending = { id: string; teamId?: string | undefined; resolutions: number }

/** Whether something is said already of the resolution that is to come. */
const isSaid = (row: Ending) => loadTold(row.id).then((all) => all.some((one) => one.resolution === row.resolutions + 1), () => false)

/**
 * Asks for a summary where the teams of these conversations want one and there is none yet. Gives what to say of each;
 * undefined when the reader decided not to end them.
 */
export async function askSummary(rows: readonly Ending[]): Promise<Map<string, Said> | undefined> {
  const said = new Map<string, Said>()
  // Without an answer the server decides: it refuses where a summary is missing.
  const setup = await loadSetup().catch(() => undefined)
  const wanting = rows.filter((row) => formOf(setup, row.teamId).mode !== 'off')
  const done = await Promise.all(wanting.map(isSaid))
  const open = wanting.filter((_, at) => !done[at])
  if (open.length === 0) return said
  const answer = await new Promise<Answer>((resolve) => {
    asked.value = {
      ids: open.map((row) => row.id),
      teams: [...new Set(open.map((row) => row.teamId ?? ''))],
      required: open.some((row) => formOf(setup, row.teamId).mode === 'required'),
      answer: resolve,
    }
  })
  asked.value = undefined
  if (answer === 'leave') return undefined
  if (answer !== 'skip') for (const row of open) said.set(row.id, answer)
  return said
}
