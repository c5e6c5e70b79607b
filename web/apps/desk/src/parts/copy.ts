import { onScopeDispose, ref } from 'vue'

/** Copies and says so for two seconds; falls back where the clipboard is closed (plain http on another host). */
export function copyText() {
  const copied = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  async function copy(text: string) {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      oldWay(text)
    }
    copied.value = true
    clearTimeout(timer)
    timer = setTimeout(() => (copied.value = false), 2000)
  }
  onScopeDispose(() => clearTimeout(timer))
  return { copied, copy }
}

function oldWay(text: string) {
  const box = document.createElement('textarea')
  box.value = text
  box.style.position = 'fixed'
  document.body.append(box)
  box.select()
  document.execCommand('copy')
  box.remove()
}

/** Gives the reader a text file. */
export function saveFile(name: string, text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
