import { formatBytes, t } from '@frontdesk/i18n'
import { toast } from '@frontdesk/ui'
import { computed, ref, type Ref } from 'vue'
import { explain } from '@/shell/api'
import type { Attachment } from './api'
import { upload } from './files'

/** A file on its way into the message that is being written. */
export type Upload = { id: string; conversation: string; file: File; progress: number; error?: string; stop: AbortController }

const MAX_FILES = 10
const MAX_BYTES = 25 * 1024 * 1024
/** Beyond the composer that started them: leaving a conversation must not lose an upload. */
const uploads = ref<Upload[]>([])

/** Uploads of one conversation; each finished one is handed to `done`. */
export function useUploads(conversation: Ref<string>, attached: () => number, done: (conversation: string, file: Attachment) => void) {
  const mine = computed(() => uploads.value.filter((one) => one.conversation === conversation.value))
  const change = (id: string, patch: Partial<Upload>) => {
    uploads.value = uploads.value.map((one) => (one.id === id ? { ...one, ...patch } : one))
  }
  const remove = (id: string) => {
    uploads.value.find((one) => one.id === id)?.stop.abort()
    uploads.value = uploads.value.filter((one) => one.id !== id)
  }

  async function run(one: Upload) {
    try {
      const file = await upload(one.file, (progress) => change(one.id, { progress }), one.stop.signal)
      if (!uploads.value.some((other) => other.id === one.id)) return
      uploads.value = uploads.value.filter((other) => other.id !== one.id)
      done(one.conversation, file)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return
      change(one.id, { error: explain(error) })
    }
  }

  function add(files: Iterable<File>) {
    for (const file of files) {
      if (attached() + mine.value.length >= MAX_FILES) {
        toast({ text: t('inbox.compose.tooMany', { n: MAX_FILES }), tone: 'bad' })
        return
      }
      if (file.size > MAX_BYTES) {
        toast({ text: t('ui.file.tooBig', { size: formatBytes(MAX_BYTES) }), tone: 'bad' })
        continue
      }
      const one: Upload = { id: crypto.randomUUID(), conversation: conversation.value, file: named(file), progress: 0, stop: new AbortController() }
      uploads.value = [...uploads.value, one]
      void run(one)
    }
  }
  function retry(id: string) {
    const one = uploads.value.find((other) => other.id === id)
    if (!one) return
    const { error: _, ...rest } = one
    const again = { ...rest, progress: 0, stop: new AbortController() }
    uploads.value = uploads.value.map((other) => (other.id === id ? again : other))
    void run(again)
  }

  return { uploads: mine, add, retry, remove, busy: computed(() => mine.value.some((one) => !one.error)) }
}

/** Every pasted picture is called image.png: the time tells them apart. */
function named(file: File): File {
  if (file.name !== 'image.png') return file
  const stamp = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')
  return new File([file], `${stamp}.png`, { type: file.type })
}
