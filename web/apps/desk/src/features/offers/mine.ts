import { mineAgain } from '@/parts/queue/api'
import { live } from '@/shell/live'
import { useSession } from '@/shell/session'

type Row = { id: string; status: string; assigneeId?: string }
const SOON_MS = 500
const SETTLED_MS = 2_500
/** Numbers of those who wait are news, not promises: they need not be of this second. */
const NEWS_MS = 10_000

/** Keeps what the reader holds fresh: soon after their own work changed, now and then for the rest. */
export function followMine(): () => void {
  const session = useSession()
  const known = new Map<string, string>()
  let soon: ReturnType<typeof setTimeout> | undefined
  let news: ReturnType<typeof setTimeout> | undefined
  let once: ReturnType<typeof setTimeout> | undefined
  const again = () => {
    clearTimeout(soon)
    clearTimeout(news)
    soon = news = undefined
    if (!document.hidden) mineAgain()
  }
  /** Routing follows the conversation by a moment: asked at once, and once more. */
  const quick = () => {
    soon ??= setTimeout(again, SOON_MS)
    once ??= setTimeout(() => {
      once = undefined
      again()
    }, SETTLED_MS)
  }
  const off = live.on({
    desk: (frame) => {
      for (const row of (frame.changed as Row[] | null) ?? []) {
        const now = row.assigneeId === session.user?.id ? row.status : ''
        if (now === (known.get(row.id) ?? '')) continue
        if (now) known.set(row.id, now)
        else known.delete(row.id)
        quick()
      }
      for (const id of (frame.gone as string[] | null) ?? []) if (known.delete(id)) quick()
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
    clearTimeout(once)
    document.removeEventListener('visibilitychange', shown)
  }
}
