import { Problem } from '@frontdesk/client'
import { computed, effectScope, ref, shallowRef, watch } from 'vue'
import { copyOf, isConflict } from '@/parts/form'
import { explain } from '@/shell/api'
import { checkPlan, discardDraft, getDraft, getPlan, publish as publishDraft, putDraft, restore as restorePlan, type Draft, type Finding, type Published } from './api'
import { changesOf, type Plan } from './plan'

const PAUSE = 500

/**
 * The draft that everybody of the workspace shares, as it is edited here. It is kept on the server a moment after each change; what
 * is wrong stays here, with what is wrong beside each field, until it is mended.
 */
function make() {
  const plan = ref<Plan>()
  const published = shallowRef<Published & { plan: Plan }>()
  const draft = shallowRef<Draft>()
  const problems = shallowRef<Finding[]>([])
  const warnings = shallowRef<Finding[]>([])
  const error = shallowRef<unknown>()
  const saving = ref(false)
  const refused = ref('')
  /** What somebody else has saved meanwhile. */
  const theirs = shallowRef<Draft>()
  const kept = ref('')
  const text = computed(() => (plan.value ? JSON.stringify(plan.value) : ''))
  const dirty = computed(() => !!plan.value && text.value !== kept.value)
  const changes = computed(() => (plan.value && published.value ? changesOf(published.value.plan, plan.value) : []))
  let timer: ReturnType<typeof setTimeout> | undefined

  function take(now: Draft) {
    draft.value = now
    plan.value = copyOf(now.plan)
    kept.value = text.value
    problems.value = now.problems
    warnings.value = now.warnings
    refused.value = ''
    theirs.value = undefined
  }
  /** Reads it anew, unless something here is not kept yet. */
  async function load() {
    error.value = undefined
    try {
      const [now, inForce] = await Promise.all([getDraft(), getPlan()])
      published.value = inForce
      if (!dirty.value) take(now)
    } catch (failure) {
      error.value = failure
    }
  }
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!plan.value || !draft.value || !dirty.value || saving.value || theirs.value) return
    saving.value = true
    const sent = text.value
    try {
      const now = await putDraft(JSON.parse(sent) as Plan, draft.value.base, draft.value.version)
      draft.value = now
      kept.value = sent
      problems.value = []
      warnings.value = now.warnings
      refused.value = ''
    } catch (failure) {
      await wrong(failure)
    } finally {
      saving.value = false
    }
    if (text.value !== sent) await save()
  }
  async function wrong(failure: unknown) {
    if (isConflict(failure)) {
      theirs.value = await getDraft().catch(() => undefined)
      if (theirs.value) return
    }
    const fields = failure instanceof Problem ? failure.fields : []
    problems.value = fields.map((one) => ({ ...one, field: one.field.replace(/^plan\./, '') }))
    refused.value = fields.length > 0 ? '' : explain(failure)
  }
  watch(text, () => {
    clearTimeout(timer)
    if (dirty.value) timer = setTimeout(() => void save(), PAUSE)
    else problems.value = draft.value?.problems ?? []
  })

  /** Somebody else was faster: their draft, or this one on top of theirs. */
  const takeTheirs = () => theirs.value && take(theirs.value)
  async function keepMine() {
    if (!theirs.value) return
    draft.value = theirs.value
    theirs.value = undefined
    kept.value = ''
    await save()
  }
  async function discard() {
    if (!draft.value) return
    take(draft.value.version === 0 ? await getDraft() : await discardDraft(draft.value.version))
  }
  async function publish(note: string) {
    await save()
    if (!draft.value || dirty.value) throw new Problem(409, 'conflict', refused.value)
    await publishDraft(draft.value.version, note)
    await load()
  }
  async function restore(number: number, note: string) {
    await restorePlan(number, note)
    const [now, inForce] = await Promise.all([getDraft(), getPlan()])
    published.value = inForce
    take(now)
  }
  /** Looks once more: people's levels are part of what is odd about it. */
  async function look() {
    if (!plan.value || dirty.value) return
    const found = await checkPlan(copyOf(plan.value)).catch(() => undefined)
    if (found && !dirty.value) [problems.value, warnings.value] = [found.problems, found.warnings]
  }
  /** Puts another plan in the place of the draft, to go on from there. */
  const replace = (other: Plan) => (plan.value = copyOf(other))

  /** What is wrong with a field, by its path in the plan. */
  const at = (path: string) => problems.value.find((one) => one.field === path)?.detail
  const oddAt = (path: string) => warnings.value.find((one) => one.field === path)?.detail
  const wrongIn = (path: string) => problems.value.filter((one) => one.field === path || one.field.startsWith(`${path}.`) || one.field.startsWith(`${path}[`))
  const oddIn = (path: string) => warnings.value.filter((one) => one.field === path || one.field.startsWith(`${path}.`) || one.field.startsWith(`${path}[`))
  return { plan, published, draft, problems, warnings, error, saving, refused, theirs, dirty, changes, load, look, save, discard, publish, restore, replace, takeTheirs, keepMine, at, oddAt, wrongIn, oddIn }
}

let shared: ReturnType<typeof make> | undefined

/** The one draft of this window: its pages come and go, what is being written stays. */
export function usePlan() {
  shared ??= effectScope(true).run(make)
  return shared as ReturnType<typeof make>
}
