import { ref } from 'vue'

/** A short message that needs no decision. */
export type ToastOptions = {
  text: string
  tone?: 'neutral' | 'ok' | 'bad'
  /** Shows an Undo button; the toast stays 8 seconds then. */
  undo?: () => void
  /** Any other single action. */
  action?: { label: string; run: () => void }
}
export type ToastItem = ToastOptions & { id: number }

const LIMIT = 3
const SHORT = 5_000
const LONG = 8_000

export const toasts = ref<ToastItem[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let last = 0

/** Shows a toast, at most three at a time: the oldest makes room. Returns a function that removes it. */
export function toast(options: ToastOptions | string): () => void {
  const given = typeof options === 'string' ? { text: options } : options
  const id = ++last
  toasts.value = [...toasts.value, { ...given, id }]
  for (const old of toasts.value.slice(0, -LIMIT)) dismissToast(old.id)
  resume(id)
  return () => dismissToast(id)
}

export function dismissToast(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
  toasts.value = toasts.value.filter((item) => item.id !== id)
}

/** Whether the latest message can be undone, and doing so: for a key beside the button. */
export const mayUndo = (): boolean => !!toasts.value.at(-1)?.undo
export function undoLatest(): void {
  const item = toasts.value.at(-1)
  if (!item?.undo) return
  dismissToast(item.id)
  item.undo()
}

/** Stops every clock while the reader points at or focuses the stack. */
export function holdToasts(): void {
  for (const timer of timers.values()) clearTimeout(timer)
  timers.clear()
}

/** Starts the clocks again. */
export function resumeToasts(): void {
  for (const item of toasts.value) resume(item.id)
}

function resume(id: number) {
  const item = toasts.value.find((other) => other.id === id)
  if (!item) return
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => dismissToast(id), item.undo || item.action ? LONG : SHORT),
  )
}
