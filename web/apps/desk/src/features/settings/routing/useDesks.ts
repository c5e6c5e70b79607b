import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { queryClient } from '@/shell/api'
import type { Page } from '@/shell/call'
import { changeDesks, getDesks, keys, putDesk, type Desk, type DeskChange } from './api'

/** How many are changed by one request. */
const TOGETHER = 500

type Filter = { q?: string; teamId?: string; state?: 'here' | 'invited' }

/** People with their skills, by name: those who can sign in, or those who are invited. Further ones come when they are asked for. */
export function useDesks(filter: () => Filter) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [...keys.desks, filter()]),
    queryFn: ({ pageParam }) => getDesks(filter(), pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: (last: Page<Desk>) => last.next || undefined,
    placeholderData: (before) => before,
    staleTime: 0,
  })
  const all = computed<Desk[]>(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  /** Reads on until there are as many, or all. */
  async function upTo(count: number) {
    while (all.value.length < count && query.hasNextPage.value) {
      const read = await query.fetchNextPage()
      if (read.isError) return
    }
  }
  return { query, all, upTo }
}

type Pages = { pages: Page<Desk>[]; pageParams: unknown[] }

/** Shows a change before it is stored, in every list that holds the person. */
export function patchDesks(ids: string | ReadonlySet<string>, change: (desk: Desk) => Partial<Desk>): void {
  const meant = (id: string) => (typeof ids === 'string' ? ids === id : ids.has(id))
  queryClient.setQueriesData<Pages>({ queryKey: keys.desks }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((desk) => (meant(desk.userId) ? { ...desk, ...change(desk) } : desk)) })) })
}

/** One change after the other for each person: every one needs the version that the last has made. */
const waiting = new Map<string, Promise<unknown>>()

export function saveDesk(id: string, now: () => DeskChange | undefined): Promise<unknown> {
  const next = (waiting.get(id) ?? Promise.resolve()).catch(() => {}).then(async () => {
    const desk = now()
    if (!desk) return
    const saved = await putDesk(id, { skills: desk.skills, capacity: desk.capacity, limits: desk.limits, version: desk.version })
    patchDesks(id, () => ({ version: saved.version }))
  })
  waiting.set(id, next)
  return next
}

/** Levels with one changed; 0 takes the skill away. */
export function withLevel(skills: Record<string, number>, skill: string, level: number): Record<string, number> {
  const { [skill]: _before, ...rest } = skills
  return level === 0 ? rest : { ...rest, [skill]: level }
}

/** The same level for several people, after what is on its way for each of them. */
export async function saveLevel(ids: ReadonlySet<string>, skill: string, level: number): Promise<void> {
  await Promise.allSettled([...ids].map((id) => waiting.get(id)))
  const list = [...ids]
  for (let at = 0; at < list.length; at += TOGETHER) await changeDesks({ userIds: list.slice(at, at + TOGETHER), skills: { [skill]: level } })
  await queryClient.invalidateQueries({ queryKey: keys.desks })
}
