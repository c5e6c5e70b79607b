import type { BreakReason } from '../api'

/** A key that no reason has; it stands in events and never changes, so it says nothing about the name. */
export function freeKey(reasons: readonly BreakReason[]): string {
  const taken = new Set(reasons.map((reason) => reason.key))
  let n = reasons.length + 1
  while (taken.has(`reason-${n}`)) n++
  return `reason-${n}`
}
