import { Problem } from '@frontdesk/client'
import { formatDateTime, t } from '@frontdesk/i18n'
import { toast } from '@frontdesk/ui'
import { ownWords, type Said } from '@/parts/wrapup/say'
import { explain, queryClient } from '@/shell/api'
import { useSession } from '@/shell/session'
import * as server from './api'
import type { BulkBody, BulkDone, Priority, Result, Row, Sentiment } from './api'
import { entriesArrived, findRow, flushChanges, keys, patchRow, resultArrived, rowsChanged } from './cache'
import { page } from './state'

type Told = { text: string; undo?: boolean }

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

  async function takeBack(result: Result) {
    const entry = result.entries?.findLast((each) => each.kind === 'activity')
    if (!entry) return
    try {
      resultArrived(await server.undo(result.conversation.id, entry.id))
      page.reveal(result.conversation.id)
    } catch (error) {
      refused(error, result.conversation.id)
    }
  }

  async function one(id: string, patch: Partial<Row>, run: (id: string) => Promise<Result>, told?: Told): Promise<boolean> {
    const back = patchRow(id, patch)
    try {
      const result = await run(id)
      resultArrived(result)
      const changed = (result.entries?.length ?? 0) > 0
      if (told) toast(told.undo && changed ? { text: told.text, tone: 'ok', undo: () => void takeBack(result) } : { text: told.text, tone: 'ok' })
      return true
    } catch (error) {
      back()
      refused(error, id)
      return false
    }
  }

  /** Shows a change of several rows at once; answers what takes one of them back. */
  function show(ids: readonly string[], patch: (row: Row) => Partial<Row>) {
    const before = new Map(ids.flatMap((id) => (findRow(id) ? [[id, findRow(id) as Row] as const] : [])))
    rowsChanged([...before.values()].map((row) => ({ ...row, ...patch(row) })))
    flushChanges()
    return (which: readonly string[]) => {
      // What has something newer meanwhile is the truth.
      rowsChanged(which.flatMap((id) => before.get(id) ?? []).filter((row) => (findRow(row.id)?.version ?? 0) <= row.version))
      flushChanges()
    }
  }
  function arrived(items: readonly BulkDone[]): BulkDone[] {
    const done = items.filter((item) => item.conversation)
    for (const item of done) entriesArrived(item.id, item.entries)
    rowsChanged(done.flatMap((item) => item.conversation ?? []))
    flushChanges()
    return done
  }
  const MOST = 200
  /** The same to several in one go: what is refused is named, and one undo takes the rest back. */
  async function many(ids: readonly string[], patch: (row: Row) => Partial<Row>, run: (id: string) => Promise<Result>, told: Told, change: Omit<BulkBody, 'items'>, item: (id: string) => object = () => ({})): Promise<boolean> {
    if (ids.length === 1 && ids[0]) {
      const row = findRow(ids[0])
      return one(ids[0], row ? patch(row) : {}, run, told)
    }
    const back = show(ids, patch)
    const done: BulkDone[] = []
    for (let at = 0; at < ids.length; at += MOST) {
      const part = ids.slice(at, at + MOST)
      try {
        const { items } = await server.bulk({ ...change, items: part.map((id) => ({ id, ...item(id) })) })
        done.push(...arrived(items))
        const refused = items.filter((one) => one.code)
        back(refused.map((one) => one.id))
        if (refused.length) toast({ text: t('inbox.done.manyFailed', { count: refused.length, why: refused[0]?.detail ?? '' }), tone: 'bad' })
      } catch (error) {
        back(ids.slice(at))
        toast({ text: explain(error), tone: 'bad' })
        break
      }
    }
    if (done.length) toast({ text: t('inbox.done.many', { count: done.length }), tone: 'ok', ...(told.undo ? { undo: () => void takeAllBack(done) } : {}) })
    return done.length === ids.length
  }

  async function takeAllBack(done: readonly BulkDone[]) {
    const items = done.flatMap((one) => {
      const entry = one.entries.findLast((each) => each.kind === 'activity')
      return entry ? [{ id: one.id, entryId: entry.id }] : []
    })
    try {
      let refused = 0
      for (let at = 0; at < items.length; at += MOST) {
        const answer = await server.bulk({ action: 'undo', items: items.slice(at, at + MOST) })
        refused += answer.items.length - arrived(answer.items).length
      }
      if (refused) toast({ text: t('inbox.done.undoFailed', { count: refused }), tone: 'bad' })
      else toast({ text: t('inbox.done.undone', { count: items.length }), tone: 'ok' })
    } catch (error) {
      toast({ text: explain(error), tone: 'bad' })
    }
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
    return many(ids, () => to, (id) => server.assign(id, body(id)), { text, undo: true }, { action: 'assign', ...to }, (id) => (to.assigneeId === undefined ? {} : { ifAssigneeId: before.get(id) ?? '' }))
  }

  function snooze(ids: readonly string[], until: Date) {
    const iso = until.toISOString()
    return many(ids, () => ({ status: 'snoozed', snoozedUntil: iso }), (id) => server.snooze(id, iso), { text: t('inbox.done.snoozed', { time: formatDateTime(until) }), undo: true }, { action: 'snooze', until: iso })
  }

  function setTags(id: string, tagIds: string[]) {
    return one(id, { tagIds }, () => server.setTags(id, tagIds))
  }
  /** Adds or removes one tag on several. */
  function tagMany(ids: readonly string[], tag: string, on: boolean) {
    const next = (row: Row | undefined) => [...(row?.tagIds ?? []).filter((id) => id !== tag), ...(on ? [tag] : [])]
    const wanted = new Map(ids.map((id) => [id, next(findRow(id))]))
    return many(ids, (row) => ({ tagIds: wanted.get(row.id) ?? [] }), (id) => server.setTags(id, wanted.get(id) ?? []), { text: t('inbox.done.many', { count: ids.length }), undo: true }, { action: on ? 'tag' : 'untag', tagIds: [tag] })
  }

  /** Lets somebody take part, or ends that; oneself is following. */
  function takePart(id: string, user: string, on: boolean, name: string) {
    const before = findRow(id)?.participantIds ?? []
    const text = user === me() ? t(on ? 'inbox.done.followed' : 'inbox.done.unfollowed') : t(on ? 'inbox.done.invited' : 'inbox.done.dismissed', { name })
    return one(id, { participantIds: on ? [...before, user] : before.filter((each) => each !== user) }, () => (on ? server.invite(id, user) : server.dismiss(id, user)), { text })
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
      await many(ids, () => ({ status: 'resolved', unread: 0, waitingSince: '' }), run, { text: t('inbox.done.resolved'), undo: true }, { action: 'resolve' }, (id) => {
        const words = said?.get(id)
        return words ? { summary: ownWords(words) } : {}
      })
      // What was said is known from now on; what was refused may need another form.
      await queryClient.invalidateQueries({ queryKey: ['wrapup'] })
    },
    reopen: (id: string) => one(id, { status: 'open' }, server.reopen, { text: t('inbox.done.reopened') }),
    setPriority: (ids: readonly string[], priority: Priority) =>
      ids.length === 1 && ids[0]
        ? one(ids[0], { priority }, (id) => server.setPriority(id, priority))
        : many(ids, () => ({ priority }), (id) => server.setPriority(id, priority), { text: t('inbox.done.many', { count: ids.length }), undo: true }, { action: 'priority', priority }),
    setSentiment: (id: string, sentiment: Sentiment | '') => one(id, { sentiment: sentiment || undefined }, () => server.setSentiment(id, sentiment)),
    setTags,
    tagMany,
    takePart,
    createTag,
  }
}
export type Actions = ReturnType<typeof useActions>
