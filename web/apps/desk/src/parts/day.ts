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
