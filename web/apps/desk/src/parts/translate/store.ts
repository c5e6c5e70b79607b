import { Problem } from '@frontdesk/client'
import { locale } from '@frontdesk/i18n'
import { computed, reactive, shallowRef } from 'vue'
import { explain } from '@/shell/api'
import { call } from '@/shell/call'
import { preferences } from '@/shell/preferences'
import { translating } from './state'

export type Ready = { enabled: boolean; languages: string[]; maxChars: number }
export type Translation = { entryId?: string; source: string; target: string; same?: boolean; written?: boolean; text?: string }
/** What is known of one message: `none` when there is nothing to show, because it is too long for the server. */
export type Shown = { state: 'busy' } | { state: 'done'; it: Translation } | { state: 'none' } | { state: 'failed'; why: string }

const BATCH = 5
const WAIT_MS = 60
const KEPT = 2000
const ready = shallowRef<Ready>()
let reading: Promise<void> | undefined

/** Asks whether there is a server; `again` after its settings have changed. */
export function warm(again = false): Promise<void> {
  if (ready.value && !again) return Promise.resolve()
  reading ??= call<Ready>('GET', '/translation')
    .then(
      (now) => {
        ready.value = now
        translating.value = now.enabled
      },
      () => undefined, // asked again with the next page
    )
    .finally(() => (reading = undefined))
  return reading
}

export const base = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? ''
/** The language of the reader. */
export const reader = computed(() => base(locale.value))
/** Messages in other languages are translated without asking. */
export const automatic = computed(() => preferences.value?.translate === 'on')

/** By message and its version, and by the language of the reader. */
const shown = reactive(new Map<string, Shown>())
const keyOf = (version: string) => `${reader.value}/${version}`
export const shownOf = (version: string): Shown | undefined => shown.get(keyOf(version))

type Wish = { conversation: string; entry: string; key: string; target: string }
let queue: Wish[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let running = false

/** Wants a message translated; those that are wanted at the same time go together. */
export function want(conversation: string, entry: string, version: string): void {
  const key = keyOf(version)
  const now = shown.get(key)?.state
  if (now === 'busy' || now === 'done' || now === 'none') return
  if (shown.size >= KEPT) shown.delete(shown.keys().next().value as string)
  shown.set(key, { state: 'busy' })
  queue.push({ conversation, entry, key, target: locale.value })
  clearTimeout(timer)
  timer = setTimeout(() => void run(), WAIT_MS)
}

async function run(): Promise<void> {
  if (running) return
  running = true
  while (queue[0]) {
    const { conversation, target } = queue[0]
    const batch = queue.filter((wish) => wish.conversation === conversation && wish.target === target).slice(0, BATCH)
    queue = queue.filter((wish) => !batch.includes(wish))
    try {
      const { items } = await call<{ items: Translation[] }>('POST', '/conversations/{id}/translations', { path: { id: conversation }, body: { entryIds: batch.map((wish) => wish.entry), target } })
      for (const wish of batch) {
        const it = items.find((one) => one.entryId === wish.entry)
        shown.set(wish.key, it ? { state: 'done', it } : { state: 'none' })
      }
    } catch (error) {
      for (const wish of batch) shown.set(wish.key, { state: 'failed', why: explain(error) })
      // Switched off meanwhile: what belongs to it goes.
      if (error instanceof Problem && error.code === 'translation.off') void warm(true)
    }
  }
  running = false
}

export const translateDraft = (conversation: string, text: string, target?: string) =>
  call<Translation>('POST', '/conversations/{id}/draft-translation', { path: { id: conversation }, body: { text, ...(target ? { target } : {}) } })

/** The language in which the customer of a conversation wrote last, as far as it is known here. */
const spoken = reactive(new Map<string, { seq: number; lang: string }>())
export const spokenIn = (conversation: string): string | undefined => spoken.get(conversation)?.lang
export function heard(conversation: string, seq: number, lang: string): void {
  const before = spoken.get(conversation)
  if (!before || seq >= before.seq) spoken.set(conversation, { seq, lang })
}

/** For tests: forgets everything. */
export function forgetTranslations(): void {
  shown.clear()
  spoken.clear()
  queue = []
  ready.value = undefined
  translating.value = false
}
