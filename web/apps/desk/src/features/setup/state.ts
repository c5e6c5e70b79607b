import { ref } from 'vue'
import { local } from '@/shell/env'

export const STEPS = ['workspace', 'admin', 'trade', 'widget', 'install', 'invite'] as const
/** The five steps as people count them: the workspace and its first administrator are one. */
export const STAGES = ['workspace', 'trade', 'widget', 'install', 'invite'] as const
export type Step = (typeof STEPS)[number]

/** How far the guide has come, in this browser; gone when it is finished. `faq`: a template has brought one. */
export type Progress = { step: Step; channelId?: string; tested?: boolean; faq?: boolean }
/** What the first two steps ask for, until the workspace exists. */
export type Founding = { workspace: string; slug: string; locale: string; timezone: string }
const KEY = 'fd.setup'

/** Reads what was kept; anything that is not progress counts as none. */
export function readProgress(text: string | null): Progress | undefined {
  try {
    const value = JSON.parse(text || 'null') as Partial<Progress> | null
    const step = STEPS.find((each) => each === value?.step)
    return step ? { ...value, step } : undefined
  } catch {
    return undefined
  }
}
export const progress = ref<Progress | undefined>(readProgress(local.get(KEY)))

export function setProgress(next: Progress | undefined): void {
  progress.value = next
  local.set(KEY, next ? JSON.stringify(next) : '')
}

/** The part of the address that a name suggests: 灯塔 gives nothing, so it falls back. */
export function suggestSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return slug.length >= 2 ? slug : 'support'
}
