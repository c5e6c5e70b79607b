/** A day of the calendar in a zone: 2026-11-21. */
export function dayIn(zone: string, at: Date = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}
/** A day some days later, or earlier. */
export function shift(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

export type Span = 'today' | 'week' | 'month' | 'own'
export const SPANS = ['today', 'week', 'month', 'own'] as const
const DAYS: Record<Exclude<Span, 'own'>, number> = { today: 1, week: 7, month: 30 }

/** First and last day of a period that ends today. */
export const spanOf = (span: Exclude<Span, 'own'>, today: string): { from: string; to: string } => ({ from: shift(today, 1 - DAYS[span]), to: today })
