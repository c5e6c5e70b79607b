import { dayIn, shift } from '@/parts/day'

export { dayIn, shift }

export type Span = 'today' | 'week' | 'month' | 'own'
export const SPANS = ['today', 'week', 'month', 'own'] as const
const DAYS: Record<Exclude<Span, 'own'>, number> = { today: 1, week: 7, month: 30 }

/** First and last day of a period that ends today. */
export const spanOf = (span: Exclude<Span, 'own'>, today: string): { from: string; to: string } => ({ from: shift(today, 1 - DAYS[span]), to: today })
