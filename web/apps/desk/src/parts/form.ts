import { Problem } from '@frontdesk/client'
import { t } from '@frontdesk/i18n'
import { computed, ref, shallowRef, toRaw, watch, type Ref } from 'vue'
import { explain } from '@/shell/api'

/** A copy that shares nothing: what is edited must not change the cache. */
export const copyOf = <T>(value: T): T => structuredClone(unwrap(value)) as T
function unwrap(value: unknown): unknown {
  const raw = toRaw(value)
  if (Array.isArray(raw)) return raw.map(unwrap)
  if (raw && typeof raw === 'object') return Object.fromEntries(Object.entries(raw).map(([key, each]) => [key, unwrap(each)]))
  return raw
}
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Somebody else saved in between: the version that was read is not the present one. */
export const isConflict = (error: unknown): boolean => error instanceof Problem && error.status === 409 && (error.code === 'conflict' || error.code.endsWith('.stale'))

/**
 * A form over something the server keeps: `draft` is edited, `dirty` says whether it differs, `save` writes it.
 * Versions that arrive while it is clean are taken over; while it is dirty the draft stays and a save meets the conflict.
 */
export function useForm<S, D extends object>(options: {
  source: () => S | undefined
  pick: (source: S) => D
  /** Writes the draft on top of a version; answers with the new one. */
  save: (draft: D, on: S) => Promise<S>
  /** Reads the present version, after a conflict. */
  fresh?: () => Promise<S | undefined>
  saved?: (now: S) => void
}) {
  const base = shallowRef<S>()
  const draft = ref() as Ref<D | undefined>
  const busy = ref(false)
  const error = ref('')
  const problem = shallowRef<Problem>()
  /** The version that somebody else saved meanwhile. */
  const theirs = shallowRef<S>()
  const dirty = computed(() => base.value !== undefined && draft.value !== undefined && !same(draft.value, options.pick(base.value)))

  function take(now: S) {
    base.value = now
    draft.value = copyOf(options.pick(now))
    error.value = ''
    problem.value = undefined
    theirs.value = undefined
  }
  watch(
    options.source,
    (now) => {
      if (now !== undefined && !dirty.value) take(now)
    },
    { immediate: true },
  )

  async function write(on: S) {
    if (!draft.value || busy.value) return false
    busy.value = true
    error.value = ''
    problem.value = undefined
    try {
      const now = await options.save(copyOf(draft.value), on)
      take(now)
      options.saved?.(now)
      return true
    } catch (failure) {
      await refused(failure)
      return false
    } finally {
      busy.value = false
    }
  }
  async function refused(failure: unknown) {
    if (isConflict(failure) && options.fresh) {
      theirs.value = await options.fresh().catch(() => undefined)
      if (theirs.value !== undefined) return
    }
    problem.value = failure instanceof Problem ? failure : undefined
    error.value = problem.value && problem.value.fields.length > 0 ? t('common.error.fields') : explain(failure)
  }

  return {
    draft,
    dirty,
    busy,
    error,
    theirs,
    save: () => (base.value === undefined ? Promise.resolve(false) : write(base.value)),
    reset: () => base.value !== undefined && take(base.value),
    /** After a conflict: theirs is taken, the draft is gone. */
    takeTheirs: () => theirs.value !== undefined && take(theirs.value),
    /** After a conflict: the draft is saved on top of theirs. */
    keepMine: () => (theirs.value === undefined ? Promise.resolve(false) : write(theirs.value)),
    field: (name: string) => problem.value?.field(name),
    problem,
  }
}

/** What the save bar needs of a form. */
export type FormState = Pick<ReturnType<typeof useForm>, 'dirty' | 'busy' | 'error' | 'theirs' | 'save' | 'reset' | 'takeTheirs' | 'keepMine'>

/** A single action with its own state: a button that waits, a sentence when it fails. */
export function useAction<A extends unknown[]>(run: (...given: A) => Promise<unknown>) {
  const busy = ref(false)
  const error = ref('')
  const problem = shallowRef<Problem>()
  async function go(...given: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = ''
    problem.value = undefined
    try {
      await run(...given)
      return true
    } catch (failure) {
      problem.value = failure instanceof Problem ? failure : undefined
      error.value = explain(failure)
      return false
    } finally {
      busy.value = false
    }
  }
  const clear = () => {
    error.value = ''
    problem.value = undefined
  }
  return { busy, error, problem, go, clear, field: (name: string) => problem.value?.field(name) }
}
