import { Realtime, type Status } from '@frontdesk/realtime'
import { shallowRef, watch } from 'vue'
import { PREFIX } from './env'
import { useSession } from './session'

const origin = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${PREFIX}`

/** The one socket of the desk. Features listen with `live.on`; what frames carry is typed where it is used. */
export const live = new Realtime({ url: `${origin()}/ws/desk` })

/** Whether the desk hears the server; read it reactively. */
export const liveStatus = shallowRef<Status>('idle')
live.on({ status: (status) => (liveStatus.value = status) })

const APART_MS = 5_000

/** Connects while somebody is signed in. Called once, by the inbox. */
export function followSession(): void {
  const session = useSession()
  watch(
    () => session.user?.id,
    (user, before) => {
      if (before !== undefined) live.stop()
      if (user !== undefined) live.start()
    },
    { immediate: true },
  )
  // All desks hear of it at once; they do not ask at once.
  let again: ReturnType<typeof setTimeout> | undefined
  const ask = () => {
    again = undefined
    if (session.user) void session.load()
  }
  live.on({ workspace: () => void (again ??= setTimeout(ask, Math.random() * APART_MS)) })
  watch(
    () => [session.user?.id ?? '', (session.workspace?.settings as { autoAwayMinutes?: number } | undefined)?.autoAwayMinutes ?? 0] as const,
    ([user, minutes], _, onCleanup) => {
      if (!user || !minutes) return
      const off = import('./idle').then(({ followIdle }) => followIdle(user, minutes), () => undefined)
      onCleanup(() => void off.then((stop) => stop?.()))
    },
    { immediate: true },
  )
}
