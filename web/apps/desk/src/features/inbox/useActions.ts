import { Problem } from '@frontdesk/client'
import { formatDateTime, t } from '@frontdesk/i18n'
import { toast } from '@frontdesk/ui'
import { ownWords, type Said } from '@/parts/wrapup/say'
import { explain, queryClient } from '@/shell/api'
import { useSession } from '@/shell/session'
import * as server from './api'
import type { Priority, Result, Row } from './api'
import { findRow, keys, patchRow, resultArrived, rowsChanged } from './cache'

type Told = { text: string; undo?: boolean }
/** Opens again what an undo brought back; the page sets it. */
let reveal: (id: string) => void = () => {}

/** Everything an agent can do to conversations. Shown at once, taken back when the server refuses, undone by a toast. */
export function useActions() {
  const session = useSession()
  const me = () => session.user?.id ?? ''

  /** What somebody else did meanwhile is news, not an error of ours: say it and show the truth. */
  function refused(error: unknown, id: string) {
    toast({ text: explain(error), tone: 'bad' })
    if (error instanceof Problem && (error.status === 409 || error.status === 404)) {
      void server.getConversation(id).then((row) => rowsChanged([row]), () => {})
    }
  }

  async function takeBack(done: readonly Result[]) {
    for (const result of done) {
      const entry = result.entries?.findLast((each) => each.kind === 'activity')
      if (!entry) continue
      try {
        resultArrived(await server.undo(result.conversation.id, entry.id))
      } catch (error) {
        refused(error, result.conversation.id)
        return
      }
    }
    const only = done.length === 1 ? done[0] : undefined
    if (only) reveal(only.conversation.id)
  }

  async function one(id: string, patch: Partial<Row>, run: (id: string) => Promise<Result>, told?: Told): Promise<boolean> {
    const back = patchRow(id, patch)
    try {
      const result = await run(id)
      resultArrived(result)
      const changed = (result.entries?.length ?? 0) > 0
      if (told) toast(told.undo && changed ? { text: told.text, tone: 'ok', undo: () => void takeBack([result]) } : { text: told.text, tone: 'ok' })
      return true
    } catch (error) {
      back()
      refused(error, id)
      return false
    }
  }

  /** The same to several: four at a time, one toast, one undo. */
  async function many(ids: readonly string[], patch: (row: Row) => Partial<Row>, run: (id: string) => Promise<Result>, told: Told): Promise<boolean> {
    if (ids.length === 1 && ids[0]) {
      const row = findRow(ids[0])
      return one(ids[0], row ? patch(row) : {}, run, told)
    }
    const left = [...ids]
    const done: Result[] = []
    let failed = 0
    const work = async () => {
      for (let id = left.shift(); id; id = left.shift()) {
        const row = findRow(id)
        const back = patchRow(id, row ? patch(row) : {})
        try {
          const result = await run(id)
          resultArrived(result)
          done.push(result)
        } catch {
          back()
          failed++
        }
      }
    }
    await Promise.all([work(), work(), work(), work()])
    if (failed) toast({ text: t('inbox.done.manyFailed', { count: failed }), tone: 'bad' })
    if (done.length) toast({ text: t('inbox.done.many', { count: done.length }), tone: 'ok', ...(told.undo ? { undo: () => void takeBack(done) } : {}) })
    return failed === 0
  }

  function assign(ids: readonly string[], to: { assigneeId?: string; teamId?: string }, name: string) {
    const text =
      to.teamId !== undefined ? t('inbox.done.team', { name })
      : to.assigneeId === '' ? t('inbox.done.unassigned')
      : to.assigneeId === me() ? t('inbox.done.assignedMe')
      : t('inbox.done.assigned', { name })
    // Saying who had it keeps two agents from both taking it.
    const before = new Map(ids.map((id) => [id, findRow(id)?.assigneeId ?? '']))
    const body = (id: string) => (to.assigneeId === undefined ? to : { ...to, ifAssigneeId: before.get(id) ?? '' })
    return many(ids, () => to, (id) => server.assign(id, body(id)), { text, undo: true })
  }

  function snooze(ids: readonly string[], until: Date) {
    const iso = until.toISOString()
    return many(ids, () => ({ status: 'snoozed', snoozedUntil: iso }), (id) => server.snooze(id, iso), { text: t('inbox.done.snoozed', { time: formatDateTime(until) }), undo: true })
  }

  function setTags(id: string, tagIds: string[]) {
    return one(id, { tagIds }, () => server.setTags(id, tagIds))
  }
  /** Adds or removes one tag on several. */
  function tagMany(ids: readonly string[], tag: string, on: boolean) {
    const next = (row: Row | undefined) => [...(row?.tagIds ?? []).filter((id) => id !== tag), ...(on ? [tag] : [])]
    const wanted = new Map(ids.map((id) => [id, next(findRow(id))]))
    return many(ids, (row) => ({ tagIds: wanted.get(row.id) ?? [] }), (id) => server.setTags(id, wanted.get(id) ?? []), { text: t('inbox.done.many', { count: ids.length }), undo: true })
  }

  async function createTag(name: string): Promise<string | undefined> {
    try {
      const tag = await server.createTag(name)
      await queryClient.invalidateQueries({ queryKey: keys.tags })
      return tag.id
    } catch (error) {
      toast({ text: error instanceof Problem ? explain(error) : t('inbox.tags.createFailed'), tone: 'bad' })
      return undefined
    }
  }

  return {
    assign,
    assignMe: (ids: readonly string[]) => assign(ids, { assigneeId: me() }, session.user?.name ?? ''),
    snooze,
    unsnooze: (id: string) => one(id, { status: 'open', snoozedUntil: '' }, server.unsnooze, { text: t('inbox.done.woken') }),
    resolve: async (ids: readonly string[], said?: ReadonlyMap<string, Said>) => {
      const run = (id: string) => {
        const words = said?.get(id)
        return server.resolve(id, words && ownWords(words))
      }
      await many(ids, () => ({ status: 'resolved', unread: 0, waitingSince: '' }), run, { text: t('inbox.done.resolved'), undo: true })
      // What was said is known from now on; what was refused may need another form.
      await queryClient.invalidateQueries({ queryKey: ['wrapup'] })
    },
    reopen: (id: string) => one(id, { status: 'open' }, server.reopen, { text: t('inbox.done.reopened') }),
    setPriority: (ids: readonly string[], priority: Priority) =>
      ids.length === 1 && ids[0]
        ? one(ids[0], { priority }, (id) => server.setPriority(id, priority))
        : many(ids, () => ({ priority }), (id) => server.setPriority(id, priority), { text: t('inbox.done.many', { count: ids.length }), undo: true }),
    setTags,
    tagMany,
    createTag,
    onReveal: (run: (id: string) => void) => (reveal = run),
  }
}
