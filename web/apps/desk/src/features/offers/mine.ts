import { mineAgain } from '@/parts/queue/api'
import { live } from '@/shell/live'
import { useSession } from '@/shell/session'

type Row = { id: string; status: string; assigneeId?: string }
const SOON_MS = 500
/** Numbers of those who wait are news, not promises: they need not be of this second. */
const NEWS_MS = 10_000

/** Keeps what the reader holds fresh: soon after their own work changed, now and then for the rest. */
export function followMine(): () => void {
  const session = useSession()
  const held = new Set<string>()
  let soon: ReturnType<typeof setTimeout> | undefined
  let news: ReturnType<typeof setTimeout> | undefined
  const again = () => {
    clearTimeout(soon)
    clearTimeout(news)
    soon = news = undefined
    if (!document.hidden) mineAgain()
  }
  const quick = () => void (soon ??= setTimeout(again, SOON_MS))
  const off = live.on({
    desk: (frame) => {
      for (const row of (frame.changed as Row[] | null) ?? []) {
        const mine = row.assigneeId === session.user?.id && row.status === 'open'
        if (mine === held.has(row.id)) continue
        if (mine) held.add(row.id)
        else held.delete(row.id)
        quick()
      }
      news ??= setTimeout(again, NEWS_MS)
    },
    offer: quick,
    offer_ended: quick,
    welcome: quick,
  })
  const shown = () => document.hidden || quick()
  document.addEventListener('visibilitychange', shown)
  return () => {
    off()
    clearTimeout(soon)
    clearTimeout(news)
    document.removeEventListener('visibilitychange', shown)
  }
}
