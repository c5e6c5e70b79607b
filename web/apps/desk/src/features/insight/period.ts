import { shift } from '@/parts/day'

export type Span = 'today' | 'yesterday' | 'week' | 'month' | 'own'
export const SPANS = ['today', 'yesterday', 'week', 'month', 'own'] as const

/** First and last day of a period, seen from today. */
export function spanOf(span: Exclude<Span, 'own'>, today: string): { from: string; to: string } {
  switch (span) {
    case 'yesterday':
      return { from: shift(today, -1), to: shift(today, -1) }
    case 'week':
      return { from: shift(today, -6), to: today }
    case 'month':
      return { from: shift(today, -29), to: today }
    default:
      return { from: today, to: today }
  }
}
