import { readProblem, type components } from '@frontdesk/client'
import { locale } from '@frontdesk/i18n'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { PREFIX } from '@/shell/env'

export type View = components['schemas']['WallView']
export type Tile = View['queues'][number]
export type States = View['agents']

const EVERY = 5_000
const PATIENCE = 10_000
/** How long figures may be old before the screen says so: a round and a half that failed. */
const STALE = 7_500

/** Which board, and what opens it: the secret of its link, or the session. */
export type Source = { token: string } | { id: string }

/**
 * What a board shows, asked for every few seconds; the server answers with nothing while nothing has changed. A failure shows
 * since when the figures are old and goes away by itself; a link that is closed stays closed.
 */
export function useWall(source: () => Source) {
  const view = shallowRef<View>()
  const last = ref(0)
  const closed = ref('')
  const failing = ref(false)
  const signedOut = ref(false)
  const second = ref(Date.now())
  /** How far this machine's clock is from the server's: televisions are often wrong. */
  let skew = 0
  let tag = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  async function ask(from: Source, signal: AbortSignal) {
    const path = 'token' in from ? '/wall' : `/wallboards/${encodeURIComponent(from.id)}/view`
    const response = await fetch(`${PREFIX}/api/v1${path}`, {
      cache: 'no-store',
      credentials: 'token' in from ? 'omit' : 'same-origin',
      headers: { 'Accept-Language': locale.value, ...('token' in from ? { 'X-Frontdesk-Wall': from.token } : {}), ...(tag ? { 'If-None-Match': tag } : {}) },
      signal,
    })
    const date = Date.parse(response.headers.get('Date') ?? '')
    if (date) skew = Math.abs(date - Date.now()) > 2_000 ? date - Date.now() : 0
    if (response.ok) {
      view.value = (await response.json()) as View
      tag = response.headers.get('ETag') ?? ''
    } else if (response.status !== 304) {
      const problem = await readProblem(response)
      if (response.status === 401) signedOut.value = true
      if ([401, 403, 404].includes(response.status)) closed.value = problem.detail || problem.code
      else failing.value = true
      return
    }
    last.value = Date.now()
    failing.value = false
  }

  async function round() {
    clearTimeout(timer)
    asking?.abort()
    const mine = (asking = new AbortController())
    const patience = setTimeout(() => mine.abort(), PATIENCE)
    try {
      await ask(source(), mine.signal)
    } catch {
      if (asking === mine) failing.value = true
    } finally {
      clearTimeout(patience)
    }
    if (asking === mine && !closed.value) timer = setTimeout(round, EVERY)
  }
  const again = () => void (!document.hidden && !closed.value && round())
  watch(source, () => {
    view.value = undefined
    tag = closed.value = ''
    last.value = 0
    void round()
  }, { immediate: true })
  const tick = setInterval(() => (second.value = Date.now()), 1_000)
  addEventListener('online', again)
  addEventListener('offline', again)
  document.addEventListener('visibilitychange', again)
  onScopeDispose(() => {
    asking?.abort()
    asking = undefined
    clearTimeout(timer)
    clearInterval(tick)
    removeEventListener('online', again)
    removeEventListener('offline', again)
    document.removeEventListener('visibilitychange', again)
  })

  const stale = computed(() => !!view.value && failing.value && second.value - last.value >= STALE)
  return {
    view,
    /** Why it shows nothing any more; empty while it does. */
    closed,
    /** Nobody is signed in (any more), and no link says what to open. */
    signedOut,
    /** It could not be reached yet. */
    unreached: computed(() => !view.value && failing.value),
    /** Since when figures are old; 0 while they are not. */
    staleSince: computed(() => (stale.value ? last.value : 0)),
    /** The present second by the server's clock. While figures are old, time stands still: nobody knows whether they still wait. */
    now: computed(() => (stale.value ? last.value : second.value) + skew),
    clock: second,
  }
}
