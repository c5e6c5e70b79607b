import { computed, ref, shallowRef } from 'vue'
import { explain } from '@/shell/api'
import { favourReply, getFolders, getOffered, useReply, type Folder, type Offered } from './api'
import { prepare } from './find'

/** All replies of this person, kept in the browser: the menu opens and searches without the network. */
const FRESH_MS = 2 * 60_000
export const replies = shallowRef<Offered[]>([])
export const folders = shallowRef<Folder[]>([])
export const state = ref<'empty' | 'loading' | 'ready' | 'failed'>('empty')
export const failure = ref('')
export const searchable = computed(() => prepare(replies.value))
let read = 0
let running: Promise<void> | undefined

async function load(): Promise<void> {
  if (state.value !== 'ready') state.value = 'loading'
  try {
    ;[replies.value, folders.value] = await Promise.all([getOffered(), getFolders()])
    state.value = 'ready'
    read = Date.now()
  } catch (error) {
    failure.value = explain(error)
    if (state.value !== 'ready') state.value = 'failed'
  }
}

/** Reads them if they are not at hand, or too old. */
export function warm(force = false): Promise<void> {
  if (!force && state.value === 'ready' && Date.now() - read < FRESH_MS) return Promise.resolve()
  running ??= load().finally(() => (running = undefined))
  return running
}

function change(id: string, patch: (one: Offered) => Partial<Offered>): void {
  replies.value = replies.value.map((one) => (one.id === id ? { ...one, ...patch(one) } : one))
}

export function count(id: string): void {
  if (id.startsWith('faq_')) {
    void import('../faq/api').then(({ useAnswer }) => useAnswer(id)).catch(() => undefined)
    return
  }
  change(id, (one) => ({ uses: one.uses + 1, ownUses: one.ownUses + 1 }))
  // A count that is lost harms nobody: the message itself was sent.
  void useReply(id).catch(() => undefined)
}

export async function favour(id: string, on: boolean): Promise<void> {
  change(id, () => ({ favourite: on }))
  await favourReply(id, on).catch(() => change(id, () => ({ favourite: !on })))
}
