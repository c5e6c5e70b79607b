import { call } from '@/shell/call'

export type Average = { rated: number; rating: number; resolved: number; handling: number }
export type Lesson = { userId: string; count: number; factor: number; atBounds?: boolean; own: Average; all: Average }

export const lessonKeys = { of: (queue: string) => ['settings', 'routing', 'lessons', queue] as const }
export const getLessons = (queue: string, cursor?: string) => call<{ items: Lesson[]; next?: string; at?: string }>('GET', '/routing/queues/{queueId}/lessons', { path: { queueId: queue }, query: { limit: 50, cursor } })
