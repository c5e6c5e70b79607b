import { useQuery } from '@tanstack/vue-query'
import { t } from '@frontdesk/i18n'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { calling } from '@/parts/calling'
import { queryClient } from '@/shell/api'
import { local } from '@/shell/env'
import { live } from '@/shell/live'
import { preferences, type Event } from '@/shell/preferences'
import { useSession } from '@/shell/session'
import { getUsers, LIST, listNotices, readNotices, subjectOf, type Notice, type Notices } from './api'
import { Called, titleWith } from './attention'
import { quietFor } from './quiet'
import { allowSound, chime } from './sound'

/** Whether new conversations that nobody has taken call as well (a browser of before may know it, where the account does not yet). */
export const unassignedToo = computed(() => preferences.value?.notifications.unassigned ?? local.get('fd.notices.unassigned') === 'on')

type Row = { id: string; status: string; assigneeId?: string; teamId?: string; unread: number; customerName: string; lastMessagePreview: string; lastMessageAuthorKind?: string; publicSeq: number }

/** Reads notices, keeps them fresh, and calls for attention. Used once, by the bell. */
export function useNotices() {
  const session = useSession()
  const route = useRoute()
  const router = useRouter()
  const list = useQuery({ queryKey: LIST, queryFn: listNotices, staleTime: 60_000, enabled: () => session.can('conversation.read') })
  const unread = computed(() => list.data.value?.unread ?? 0)
  const prefs = computed(() => preferences.value?.notifications)
  const ways = (event: Event) => prefs.value?.events?.[event] ?? prefs.value

  // In quiet hours nothing calls; what happened is told as one when they are over.
  const zone = computed(() => (session.user?.timezone || session.workspace?.timezone || '') as string)
  const quiet = ref(0)
  const held = new Set<string>()
  const look = () => {
    quiet.value = quietFor(preferences.value?.quiet, new Date(), zone.value)
    if (quiet.value > 0 || held.size === 0) return
    const count = held.size
    held.clear()
    call(undefined, t('notices.quietOver'), t('notices.quietOver.body', { count }), '/inbox/mine')
  }
  const looking = setInterval(look, 20_000)
  const watching = (conversation: string) => !!conversation && !document.hidden && document.hasFocus() && route.params.conversationId === conversation

  // Several tabs of one person: only one of them makes a sound.
  let speaker = !('locks' in navigator)
  const letGo = new AbortController()
  if ('locks' in navigator) {
    void navigator.locks
      .request('fd.notices', { signal: letGo.signal }, () => {
        speaker = true
        return new Promise<void>((done) => letGo.signal.addEventListener('abort', () => done()))
      })
      .catch(() => {})
  }
  allowSound()

  function call(event: Event | undefined, title: string, body: string, to: string) {
    if (!speaker) return
    if (quiet.value > 0) return void held.add(to)
    const way = event ? ways(event) : prefs.value
    if (way?.sound) chime()
    if (!way?.desktop || !document.hidden || typeof Notification === 'undefined' || Notification.permission !== 'granted') return
    const shown = new Notification(title, { body, tag: to, silent: true })
    shown.onclick = () => {
      window.focus()
      void router.push(to)
      shown.close()
    }
  }

  // What is offered now is no news when the quiet hours are over.
  calling.now = ({ title, body, to }) => {
    if (quiet.value === 0) call('assigned', title, body, to)
  }
  const called = new Called()
  async function tell(notices: Notices) {
    for (const notice of called.fresh(notices.items)) {
      if (watching(notice.conversationId)) {
        void read([notice])
        continue
      }
      if (notice.queue) {
        const news = await import('./queueNews')
        call('queue', notice.queue.name, await news.newsIn(notice.queue), news.placeOf())
        continue
      }
      const subject = await queryClient.fetchQuery({ ...subjectOf(notice), staleTime: 5_000 }).catch(() => undefined)
      call(notice.kind, subject?.customerName ?? t('notices.hidden'), await sentence(notice), notice.customerId ? `/customers/${notice.customerId}` : `/inbox/mine/${notice.conversationId}`)
    }
  }
  watch(list.data, (now) => now && void tell(now), { immediate: true })

  const waiting = new Map<string, number>()
  const off = live.on({
    notice: () => void queryClient.invalidateQueries({ queryKey: LIST }),
    welcome: () => void queryClient.invalidateQueries({ queryKey: LIST }),
    desk: (frame) => {
      if (!unassignedToo.value) return
      const teams = session.user?.teamIds as string[] | undefined
      for (const row of (frame.changed as Row[] | null) ?? []) {
        const mine = !row.teamId || !teams?.length || teams.includes(row.teamId)
        const new_ = row.status === 'open' && !row.assigneeId && row.lastMessageAuthorKind === 'customer' && mine && (waiting.get(row.id) ?? 0) < row.publicSeq
        waiting.set(row.id, row.publicSeq)
        if (new_ && !watching(row.id)) call('unassigned', t('notices.unassigned'), `${row.customerName}: ${row.lastMessagePreview}`, `/inbox/unassigned/${row.id}`)
      }
    },
  })

  async function read(notices: readonly Notice[] | 'all') {
    const before = list.data.value
    const ids = notices === 'all' ? 'all' : notices.filter((notice) => !notice.readAt).map((notice) => notice.id)
    if (!before || ids.length === 0) return
    const at = new Date().toISOString()
    const hit = (notice: Notice) => !notice.readAt && (ids === 'all' || ids.includes(notice.id))
    queryClient.setQueryData<Notices>(LIST, {
      ...before,
      items: before.items.map((notice) => (hit(notice) ? { ...notice, readAt: at } : notice)),
      unread: ids === 'all' ? 0 : Math.max(0, before.unread - ids.length),
    })
    try {
      await readNotices(ids)
    } catch {
      void list.refetch()
    }
  }
  // Whoever opens a conversation has seen what its notices are about.
  watch(
    () => [route.params.conversationId ?? (route.name === 'customer' ? route.params.id : undefined), list.data.value] as const,
    ([open, now]) => {
      if (typeof open !== 'string' || document.hidden) return
      const about = now?.items.filter((notice) => (notice.customerId ?? notice.conversationId) === open && !notice.readAt) ?? []
      if (about.length) void read(about)
    },
  )

  watch([() => preferences.value?.quiet, zone], look, { immediate: true })
  /** What the title counts: everything, or the unread ones of the events that may. */
  const counted = computed(() => {
    if (quiet.value > 0) return 0
    if (!prefs.value?.events) return prefs.value?.title === false ? 0 : unread.value
    return list.data.value?.items.filter((notice) => !notice.readAt && ways(notice.kind)?.title).length ?? 0
  })
  watch(
    [counted, unread, () => route.fullPath],
    ([shown, count]) => {
      document.title = titleWith(shown, document.title)
      if ('setAppBadge' in navigator) void (count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {})
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    off()
    clearInterval(looking)
    letGo.abort()
    calling.now = () => {}
    document.title = titleWith(0, document.title)
  })

  return { list, unread, read }
}

/** What a notice says. */
export async function sentence(notice: Notice): Promise<string> {
  if (notice.kind === 'reply') return notice.times > 1 ? t('notices.replyMany', { count: notice.times }) : t('notices.reply')
  const users = await queryClient.ensureQueryData({ queryKey: ['desk', 'users'], queryFn: getUsers }).catch(() => undefined)
  return sentenceBy(notice, users?.items.find((user) => user.id === notice.by.id)?.name)
}

export function sentenceBy(notice: Notice, name: string | undefined): string {
  if (notice.kind === 'waiting' || notice.kind === 'overdue') return t(`notices.${notice.kind}`)
  if (notice.kind === 'reply') return notice.times > 1 ? t('notices.replyMany', { count: notice.times }) : t('notices.reply')
  if (notice.kind === 'followed' || notice.kind === 'held') return t(`notices.${notice.kind}`)
  if (notice.kind === 'invited') return t('notices.invited', { by: name ?? t('notices.somebody') })
  if (notice.kind === 'mention') return t(notice.customerId ? 'notices.mentionNote' : 'notices.mention', { by: name ?? t('notices.somebody') })
  return notice.by.kind === 'user' ? t('notices.assigned', { by: name ?? t('notices.somebody') }) : t('notices.assignedAuto')
}
