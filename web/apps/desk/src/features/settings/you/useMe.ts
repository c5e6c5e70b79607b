import { useSession } from '@/shell/session'
import { patchMe, type Me, type Profile } from '../api'

/** The own account as the session holds it, and a way to change it everywhere at once. */
export function useMe() {
  const store = useSession()
  const me = () => store.user as unknown as Me | undefined
  function put(now: Partial<Me>) {
    if (store.session) store.session = { ...store.session, user: { ...store.session.user, ...now } }
  }
  async function save(change: Profile): Promise<Me> {
    const now = await patchMe(change)
    put(now)
    return now
  }
  return { me, put, save }
}
