import { Problem } from '@frontdesk/client'
import { computed, onScopeDispose, reactive, ref, watch, type Ref } from 'vue'
import { local } from '@/shell/env'
import { deleteDraft, getDrafts, putDraft, type Attachment, type WriteKind } from './api'
import { markDraft } from './cache'
import { setQuote, type Quote } from './quoting'

/** What stands in the composer for one conversation and kind. */
export type Text = { body: string; attachments: Attachment[]; mentions: string[] }
type State = Text & { dirty: boolean; saving: boolean; touched: boolean }

const SAVE_MS = 800
const empty = (): State => ({ body: '', attachments: [], mentions: [], dirty: false, saving: false, touched: false })
const kept = new Map<string, State>()
const loaded = new Set<string>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const keyOf = (conversation: string, kind: WriteKind) => `${conversation}/${kind}`
const localKey = (key: string) => `fd.draft.${key}`

function state(key: string): State {
  let found = kept.get(key)
  if (!found) {
    found = reactive(empty())
    // What the server never got, from before a reload.
    const text = local.get(localKey(key))
    if (text) Object.assign(found, { body: text, dirty: true, touched: true })
    kept.set(key, found)
  }
  return found
}

async function save(conversation: string, kind: WriteKind): Promise<void> {
  const key = keyOf(conversation, kind)
  const now = state(key)
  clearTimeout(timers.get(key))
  if (!now.dirty || now.saving) return
  now.saving = true
  now.dirty = false
  const body = { kind, body: now.body, attachments: now.attachments.map(({ fileId }) => ({ fileId })), mentions: now.mentions }
  try {
    if (body.body.trim() || body.attachments.length) await putDraft(conversation, body)
    else await deleteDraft(conversation, kind)
    if (!now.dirty) local.set(localKey(key), '')
  } catch (error) {
    if (!(error instanceof Problem) || error.transient) now.dirty = true
  } finally {
    now.saving = false
  }
  if (now.dirty) timers.set(key, setTimeout(() => void save(conversation, kind), SAVE_MS * 4))
}

async function load(conversation: string): Promise<void> {
  if (loaded.has(conversation)) return
  loaded.add(conversation)
  try {
    for (const draft of (await getDrafts(conversation)).items) {
      const now = state(keyOf(conversation, draft.kind))
      // Whoever types faster than the network keeps what was typed.
      if (!now.touched) Object.assign(now, { body: draft.body, attachments: draft.attachments ?? [], mentions: draft.mentions ?? [] })
    }
  } catch {
    loaded.delete(conversation)
  }
}

/** The draft of the open conversation: kept for each kind, saved on the server a moment after the last key. */
export function useDraft(conversation: Ref<string>, canWrite: Ref<boolean>) {
  const kind = ref<WriteKind>('message')
  const text = computed(() => state(keyOf(conversation.value, kind.value)))

  watch(
    conversation,
    (now, before) => {
      if (before) for (const each of ['message', 'note'] as const) void save(before, each)
      if (canWrite.value) void load(now).then(() => {
        const note = state(keyOf(now, 'note'))
        if (now === conversation.value && !text.value.body && note.body && kind.value === 'message') kind.value = 'note'
      })
    },
    { immediate: true },
  )
  const flush = () => {
    for (const each of ['message', 'note'] as const) void save(conversation.value, each)
  }
  addEventListener('pagehide', flush)
  onScopeDispose(() => {
    removeEventListener('pagehide', flush)
    flush()
  })

  /** Notes a change by the writer and plans the save. */
  function write(patch: Partial<Text>) {
    const id = conversation.value
    const each = kind.value
    const key = keyOf(id, each)
    Object.assign(state(key), patch, { dirty: true, touched: true })
    local.set(localKey(key), state(key).body)
    markDraft(id, !!(state(keyOf(id, 'message')).body.trim() || state(keyOf(id, 'note')).body.trim()))
    clearTimeout(timers.get(key))
    timers.set(key, setTimeout(() => void save(id, each), SAVE_MS))
  }

  /** Empties it after sending. The server forgets the draft with the message; one that is being saved is taken back. */
  function clear() {
    const id = conversation.value
    const each = kind.value
    const now = state(keyOf(id, each))
    clearTimeout(timers.get(keyOf(id, each)))
    const late = now.saving
    Object.assign(now, { body: '', attachments: [], mentions: [], dirty: late, touched: true })
    local.set(localKey(keyOf(id, each)), '')
    markDraft(id, !!state(keyOf(id, each === 'note' ? 'message' : 'note')).body.trim())
  }

  return { kind, text, write, clear, saved: computed(() => !text.value.dirty && !text.value.saving) }
}

/** For tests: forgets every draft of this page. */
export function forgetDrafts(): void {
  for (const timer of timers.values()) clearTimeout(timer)
  kept.clear()
  loaded.clear()
  timers.clear()
}

/** Puts something that was not sent back where it was written, above what stands there by now. */
export function handBack(item: Text & { conversationId: string; kind: WriteKind; quote?: Quote | undefined }): void {
  if (item.quote) setQuote(item.conversationId, item.quote)
  const key = keyOf(item.conversationId, item.kind)
  const now = state(key)
  Object.assign(now, {
    body: [item.body, now.body].filter((part) => part.trim()).join('\n'),
    attachments: [...item.attachments, ...now.attachments],
    mentions: [...new Set([...item.mentions, ...now.mentions])],
    dirty: true,
    touched: true,
  })
  local.set(localKey(key), now.body)
  markDraft(item.conversationId, true)
  void save(item.conversationId, item.kind)
}

/** Adds a file that has arrived, also when its conversation is not the open one any more. */
export function attachTo(conversation: string, kind: WriteKind, file: Attachment): void {
  const now = state(keyOf(conversation, kind))
  Object.assign(now, { attachments: [...now.attachments, file], dirty: true, touched: true })
  void save(conversation, kind)
}
