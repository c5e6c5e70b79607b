import { useSession } from '@/shell/session'

/** How long a reply of this person can be taken back before it leaves, in milliseconds. */
export function undoMs(): number {
  const { undoSend: wish = '5' } = (useSession().user?.preferences ?? {}) as { undoSend?: string }
  return wish === 'off' ? 0 : Number(wish) * 1000
}
