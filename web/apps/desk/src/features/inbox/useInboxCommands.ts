import {
  AlarmClock, ArrowDown, ArrowUp, Check, CircleCheck, CornerUpLeft, Eye, Flag, NotebookPen, PanelRight, Pin, Reply, RotateCcw, ShoppingBag, Split, Tag, Timer, UserCheck, UserPlus, UserX, UsersRound,
} from '@lucide/vue'
import type { ComputedRef, Ref } from 'vue'
import { useCommands, type Command } from '@/shell/commands'
import { useSession } from '@/shell/session'
import type { Row } from './api'
import { findRow } from './cache'
import { phone, roomy } from './media'
import { splitFrom } from './splitting'
import { askComposer } from '@/parts/composing'
import { cardDraft, page as inbox, picker, setSide, sideOpen, sideSheet, type PickerKind } from './state'
import type { Actions } from './useActions'
import type { Selection } from './useSelection'
import { togglePin } from './pins'
import { QUEUES, type Place } from './views'

type Page = {
  rows: Ref<readonly Row[]>
  openId: ComputedRef<string | undefined>
  selection: Selection
  open: (id: string | undefined, replace?: boolean) => unknown
  openAfter: (id: string) => void
  go: (place: Place) => unknown
  move: (step: number) => void
  enter: () => void
  cursor: () => string | undefined
}

/** The commands of the inbox: buttons, palette, `?` sheet and keyboard all run these. */
export function useInboxCommands(page: Page) {
  const session = useSession()
  inbox.reveal = (id) => void page.open(id, true)
  /** What changes conversations comes with the thread, not before the list. */
  const act = async (run: (actions: Actions) => unknown) => {
    const { useActions } = await import('./useActions')
    return run(useActions())
  }

  /** What a command is about: the selected rows, else the open conversation. */
  const targets = () => (page.selection.count.value > 0 ? page.selection.ids.value : page.openId.value ? [page.openId.value] : [])
  const scope = () => (page.selection.count.value > 0 ? 'bulk' : 'thread')
  const may = (permission: string) => () => targets().length > 0 && session.can(permission)
  const row = () => (page.openId.value ? findRow(page.openId.value) : undefined)
  const pick = (kind: PickerKind) => () => (picker.value = { kind, scope: scope() })

  async function resolve() {
    const rows = targets().flatMap((id) => findRow(id) ?? []).filter((row) => row.status !== 'resolved')
    if (rows.length === 0) return
    const { askSummary } = await import('@/parts/wrapup/ask')
    const said = await askSummary(rows)
    if (!said) return
    const { allSent } = await import('./sent')
    await allSent(rows.map((row) => row.id)) // a message that comes after the end would reopen it
    const ids = rows.map((row) => row.id)
    const open = page.openId.value
    if (open && ids.includes(open)) page.openAfter(open)
    page.selection.clear()
    void act((actions) => actions.resolve(ids, said))
  }

  /** Opens and goes on writing: whoever works through many chats at once has the hands on the keys. */
  function byNumber(id: string | undefined) {
    if (!id) return
    if (id !== page.openId.value) void page.open(id, !!page.openId.value && !phone.value)
    askComposer(undefined, id)
  }
  /** Who has waited longest of those in the list. */
  function longest(): string | undefined {
    const waits = page.rows.value.filter((row) => row.status === 'open' && row.waitingSince)
    return waits.reduce<Row | undefined>((first, row) => (!first || Date.parse(row.waitingSince ?? '') < Date.parse(first.waitingSince ?? '') ? row : first), undefined)?.id
  }

  const manage = may('conversation.manage')
  const assign = may('conversation.assign')
  const commands: Command[] = [
    { id: 'conversation.reply', group: 'conversation', title: 'inbox.do.reply', icon: Reply, keys: 'r', when: () => !!page.openId.value && session.can('conversation.reply'), run: () => askComposer('message', page.openId.value) },
    { id: 'conversation.note', group: 'conversation', title: 'inbox.do.note', icon: NotebookPen, keys: 'n', when: () => !!page.openId.value && session.can('conversation.note'), run: () => askComposer('note', page.openId.value) },
    { id: 'conversation.card', group: 'conversation', title: 'inbox.do.card', icon: ShoppingBag, keys: 'c', when: () => !!page.openId.value && session.can('conversation.reply'), run: () => (cardDraft.value = {}) },
    { id: 'conversation.assign', group: 'conversation', title: 'inbox.do.assign', icon: UserPlus, keys: 'a', when: assign, run: pick('assign') },
    { id: 'conversation.assignMe', group: 'conversation', title: 'inbox.do.assignMe', icon: UserCheck, keys: 'm', when: assign, run: () => act((actions) => actions.assignMe(targets())) },
    { id: 'conversation.unassign', group: 'conversation', title: 'inbox.do.unassign', icon: UserX, when: () => assign() && !!row()?.assigneeId, run: () => act((actions) => actions.assign(targets(), { assigneeId: '' }, '')) },
    { id: 'conversation.snooze', group: 'conversation', title: 'inbox.do.snooze', icon: AlarmClock, keys: 's', when: manage, run: pick('snooze') },
    { id: 'conversation.unsnooze', group: 'conversation', title: 'inbox.do.unsnooze', icon: AlarmClock, when: () => manage() && row()?.status === 'snoozed', run: () => act((actions) => page.openId.value && actions.unsnooze(page.openId.value)) },
    { id: 'conversation.resolve', group: 'conversation', title: 'inbox.do.resolve', icon: CircleCheck, keys: 'e', when: () => manage() && (scope() === 'bulk' || row()?.status !== 'resolved'), run: resolve },
    { id: 'conversation.reopen', group: 'conversation', title: 'inbox.do.reopen', icon: RotateCcw, keys: 'shift+e', when: () => manage() && row()?.status === 'resolved', run: () => act((actions) => page.openId.value && actions.reopen(page.openId.value)) },
    { id: 'conversation.tag', group: 'conversation', title: 'inbox.do.tag', icon: Tag, keys: 'l', when: manage, run: pick('tag') },
    { id: 'conversation.priority', group: 'conversation', title: 'inbox.do.priority', icon: Flag, keys: 'p', when: manage, run: pick('priority') },
    { id: 'conversation.people', group: 'conversation', title: 'inbox.do.people', icon: UsersRound, keys: 'shift+w', when: () => !!page.openId.value, run: () => (picker.value = { kind: 'people', scope: 'thread' }) },
    { id: 'conversation.follow', group: 'conversation', title: 'inbox.do.follow', icon: Eye, keys: 'w', when: () => !!page.openId.value, run: () => act((actions) => {
      const now = row()
      const me = session.user?.id ?? ''
      if (now) return actions.takePart(now.id, me, !now.participantIds?.includes(me), '')
    }) },
    { id: 'conversation.pin', group: 'conversation', title: 'inbox.do.pinToggle', icon: Pin, keys: 'shift+p', when: () => targets().length > 0, run: async () => {
      for (const id of targets()) await togglePin(id)
    } },
    { id: 'conversation.split', group: 'conversation', title: 'inbox.do.split', icon: Split, when: () => !!page.openId.value && session.can('conversation.merge'), run: () => (splitFrom.value = 0) },
    { id: 'conversation.details', group: 'conversation', title: 'inbox.do.details', icon: PanelRight, keys: 'i', when: () => !!page.openId.value, run: () => (roomy.value ? setSide(!sideOpen.value) : (sideSheet.value = true)) },
    { id: 'list.next', group: 'list', title: 'inbox.do.next', icon: ArrowDown, keys: 'j', hidden: true, run: () => page.move(1) },
    { id: 'list.previous', group: 'list', title: 'inbox.do.previous', icon: ArrowUp, keys: 'k', hidden: true, run: () => page.move(-1) },
    { id: 'list.open', group: 'list', title: 'inbox.do.open', icon: Check, keys: 'o', hidden: true, run: () => page.enter() },
    { id: 'list.select', group: 'list', title: 'inbox.do.select', icon: Check, keys: 'x', run: () => {
      const id = page.cursor() ?? page.openId.value
      if (id) page.selection.toggle(id)
    } },
    { id: 'list.back', group: 'list', title: 'inbox.do.back', icon: CornerUpLeft, keys: 'escape', hidden: true, when: () => page.selection.active.value || (phone.value && !!page.openId.value), run: () => (page.selection.active.value ? page.selection.clear() : page.open(undefined)) },
    // Alt and a digit are free in browsers but on Linux, where the page may take them; digits alone would be typed.
    ...Array.from({ length: 9 }, (_, i): Command => ({ id: `list.number${i + 1}`, group: 'list', title: 'inbox.do.number', keys: `alt+${i + 1}`, hidden: true, unlisted: i > 0, when: () => i < page.rows.value.length, run: () => byNumber(page.rows.value[i]?.id) })),
    { id: 'list.longest', group: 'list', title: 'inbox.do.longest', icon: Timer, keys: 'alt+0', when: () => !!longest(), run: () => byNumber(longest()) },
    ...QUEUES.map(
      (queue): Command => ({ id: `go.${queue.view}`, group: 'go', title: `inbox.view.${queue.view}`, icon: queue.icon, keys: queue.keys, run: () => page.go({ view: queue.view }) }),
    ),
  ]
  useCommands(commands)
  return { resolve }
}
