import { onScopeDispose, reactive } from 'vue'
import { queryClient } from '@/shell/api'
import { live, liveStatus } from '@/shell/live'
import { useSession } from '@/shell/session'
import type { Conversation, Counts, Entry } from './api'
import { entriesArrived, keys, rowsChanged } from './cache'
import { presenceChanged } from './useDirectory'

/** Who types or reads where; typing that is not renewed is over. */
export type Typing = { id: string; kind: 'user' | 'customer'; name: string; note: boolean; /** Typed and not sent. */ text?: string }
const TYPING_MS = 6_000
const TEXT_MS = 15_000
export const typing = reactive(new Map<string, Map<string, Typing>>())
export const viewers = reactive(new Map<string, string[]>())
const ends = new Map<string, ReturnType<typeof setTimeout>>()

function setTyping(conversation: string, who: Typing, on: boolean): void {
  const key = `${conversation}/${who.id}`
  clearTimeout(ends.get(key))
  const there = typing.get(conversation) ?? new Map<string, Typing>()
  if (on) {
    there.set(who.id, who)
    ends.set(key, setTimeout(() => setTyping(conversation, who, false), who.text ? TEXT_MS : TYPING_MS))
  } else {
    there.delete(who.id)
  }
  if (there.size) typing.set(conversation, new Map(there))
  else typing.delete(conversation)
}

const COUNTS_MS = 1_500
const LISTS_MS = 400

/** Listens to the socket for the inbox: one set of handlers for the whole desk, batched by the cache. */
export function useLiveInbox(): void {
  const session = useSession()
  /** What waits to be sent comes with the thread, not before the list. */
  const hurry = () => void import('./outbox').then(({ useOutbox }) => useOutbox().hurry(), () => {})
  let countsTimer: ReturnType<typeof setTimeout> | undefined
  const countsSoon = () => {
    countsTimer ??= setTimeout(() => {
      countsTimer = undefined
      void queryClient.invalidateQueries({ queryKey: keys.counts })
    }, COUNTS_MS)
  }
  let listsTimer: ReturnType<typeof setTimeout> | undefined
  /** The server could not go on from where we were: everything is read again. */
  const listsAgain = () => {
    clearTimeout(listsTimer)
    listsTimer = setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: keys.lists })
      void queryClient.invalidateQueries({ queryKey: keys.presence })
      countsSoon()
    }, LISTS_MS)
  }

  const off = live.on({
    desk: (frame) => {
      rowsChanged(frame.changed as Conversation[] | null ?? [], frame.gone as string[] | null ?? [])
      countsSoon()
    },
    entry: (frame) => {
      const entry = frame.entry as Entry
      entriesArrived(frame.conversation, [entry])
      rowsChanged([frame.head as Conversation])
      for (const who of typing.get(frame.conversation)?.values() ?? []) if (who.id === entry.authorId || (who.kind === 'customer' && entry.authorKind === 'customer')) setTyping(frame.conversation, who, false)
    },
    head: (frame) => rowsChanged([frame.head as Conversation]),
    presence: presenceChanged,
    typing: (frame) => {
      if (frame.who.id !== session.user?.id) setTyping(frame.conversation, { ...frame.who, note: !!frame.note, text: frame.text }, frame.on)
    },
    viewers: (frame) => void viewers.set(frame.conversation, (frame.users as string[] | null ?? []).filter((id) => id !== session.user?.id)),
    counts: (frame) => void queryClient.setQueryData<Counts>(keys.counts, frame.counts as Counts),
    reset: ({ stream, reason }) => {
      if (stream !== 'desk') return
      if (reason === 'permissions') void session.load() // other teams, another role: what may be seen has changed
      listsAgain()
    },
    status: (status) => {
      if (status !== 'online') return viewers.clear()
      hurry()
      countsSoon()
    },
  })
  addEventListener('online', hurry)
  onScopeDispose(() => {
    off()
    removeEventListener('online', hurry)
    clearTimeout(countsTimer)
    clearTimeout(listsTimer)
  })
  if (liveStatus.value === 'online') hurry()
}
