const FIRST_MS = 500
const LIMIT_MS = 30_000

/**
 * How long to wait before attempt number `attempt` (0 for the first): doubling up to half a minute, the upper half of it by
 * chance, so that thousands of clients do not come back in the same moment.
 */
export function backoff(attempt: number, random: () => number): number {
  const full = Math.min(LIMIT_MS, FIRST_MS * 2 ** Math.min(attempt, 16))
  return Math.round(full / 2 + (random() * full) / 2)
}

/** The server named a time: never earlier, and spread over half as much again. */
export function askedDelay(ms: number, random: () => number): number {
  return Math.round(ms + random() * (ms / 2))
}
