import type { Row, WriteKind } from './api'

/** An answer that can be taken into the composer. */
export type Suggestion = {
  id: string
  /** Where it comes from: `faq`, `reply`, or the name of another source. */
  origin: string
  title: string
  /** What the composer gets; of a reply with its variables. */
  text: string
  /** How many files go out with it. */
  files?: number
  /** How well it fits, up to 1; the best stand first. */
  fit?: number
}

/** Where it is wanted. */
export type Place = { row: Row; kind: WriteKind }

/** Who knows answers. The slot asks each source once for each message of a customer; a source that fails is silent. */
export type SuggestionSource = {
  name: string
  /** Those that fit what the customer waits for, the best first; none when nothing fits well. */
  suggest: (row: Row, signal: AbortSignal) => Promise<readonly Suggestion[]>
  /** Somebody takes one: gives the text for the composer and does what belongs to it, such as files and counts. */
  take: (one: Suggestion, place: Place) => Promise<string>
}

/** How many are offered. */
export const MOST = 3

const sources: SuggestionSource[] = []
/** Adds a source. The composer needs to know nothing of it. */
export function addSource(source: SuggestionSource): void {
  if (!sources.some((other) => other.name === source.name)) sources.push(source)
}

/** One that is offered, with who takes it. */
export type Offer = Suggestion & { source: SuggestionSource }

/** Asks all sources and puts what they say in order. */
export async function ask(row: Row, signal: AbortSignal): Promise<Offer[]> {
  const answers = await Promise.allSettled(sources.map(async (source) => (await source.suggest(row, signal)).map((one) => ({ ...one, source }))))
  // Nothing is remembered of a network that failed.
  if (answers.length > 0 && answers.every((answer) => answer.status === 'rejected')) throw (answers[0] as PromiseRejectedResult).reason
  const seen = new Set<string>()
  return answers
    .flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    .sort((a, b) => (b.fit ?? 0) - (a.fit ?? 0))
    .filter((one) => !seen.has(one.text) && seen.add(one.text))
    .slice(0, MOST)
}

/** What a customer waits for, as a key; none when nothing waits. The server says what exactly it was. */
export const waitsFor = (row: Row): string | undefined => (row.waitingSince && row.lastMessageAuthorKind === 'customer' ? `${row.id}/${row.lastMessageAt}` : undefined)
