import { call } from './call'
import { live } from './live'

/** The reason of a break that began by itself. */
const AUTO = 'auto_away'
const TICK_MS = 15_000
/** Touches are told to other windows of the browser at most so often. */
const SHARE_MS = 1_000
const MAX_IDLE = 86_400
const TOUCHES = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

export type Watch = { /** Presence as heard from the server. */ heard: (away: boolean) => void; stop: () => void }

/**
 * Tells the server when this person last used keyboard or pointer in any window of this browser: a touch at most four
 * times in the rule's time, the end of that time at once, and the first touch of somebody who is away at once. The
 * server knows the other devices and decides.
 */
export function watchIdle(key: string, minutes: number, tell: (idleSeconds: number) => Promise<boolean>): Watch {
  const limit = minutes * 60_000
  /** Unknown until the server has said so: the first touch asks. */
  let away: boolean | undefined
  let last = Date.now()
  let told = last
  let toldAt = last
  let shared = 0
  let failedAt = 0
  let asking = false
  let ended = false

  function share() {
    if (last - shared < SHARE_MS) return
    shared = last
    try {
      localStorage.setItem(key, String(last))
    } catch {
      // Without storage each window speaks for itself, and the server takes the latest.
    }
  }
  function elsewhere(): number {
    try {
      return Math.min(Number(localStorage.getItem(key)) || 0, Date.now())
    } catch {
      return 0
    }
  }
  async function say() {
    if (asking || ended) return
    asking = true
    const touched = last
    toldAt = Date.now()
    try {
      away = await tell(Math.min(Math.floor((toldAt - touched) / 1000), MAX_IDLE))
      told = touched
    } catch {
      failedAt = Date.now() // the next tick or touch says it again
    } finally {
      asking = false
    }
  }
  function tick() {
    last = Math.max(last, elsewhere())
    const idle = Date.now() - last >= limit
    const due = Date.now() - toldAt >= limit / 4
    if ((away === true && last > told) || (due && (last > told || (idle && away !== true)))) void say()
  }
  function touched(event: Event) {
    // What moves below a pointer at rest makes it "move" as well.
    if (event.type === 'pointermove' && !(event as PointerEvent).movementX && !(event as PointerEvent).movementY) return
    last = Date.now()
    share()
    if ((away !== false && last - failedAt >= SHARE_MS) || last - toldAt >= limit / 4) void say()
  }

  const timer = setInterval(tick, TICK_MS)
  for (const type of TOUCHES) addEventListener(type, touched, { capture: true, passive: true })
  return {
    heard: (now) => (away = now),
    stop() {
      ended = true
      clearInterval(timer)
      for (const type of TOUCHES) removeEventListener(type, touched, { capture: true })
    },
  }
}

/** Watches for the person who is signed in. */
export function followIdle(user: string, minutes: number): () => void {
  type Presence = { state: string; reason?: string }
  const isAway = (presence: Presence) => presence.state === 'break' && presence.reason === AUTO
  const idle = watchIdle(`fd.touched.${user}`, minutes, async (idleSeconds) => isAway(await call<Presence>('PUT', '/presence/me/activity', { body: { idleSeconds } })))
  const off = live.on({ presence: (frame) => frame.user === user && frame.state && idle.heard(isAway(frame)) })
  return () => {
    idle.stop()
    off()
  }
}
