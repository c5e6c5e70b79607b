import { computed, ref, type Ref } from 'vue'

type Person = { id: string; name: string; alias?: string; email?: string }

const LIMIT = 6

/** The `@` that is being typed: where it starts and what follows it. An address in a text is not a mention. */
export function mentionAt(text: string, caret: number): { start: number; query: string } | undefined {
  const before = text.slice(0, caret)
  const start = before.lastIndexOf('@')
  if (start < 0 || caret - start > 30) return undefined
  const query = before.slice(start + 1)
  if (/[\n@]/.test(query) || /\s\s|^\s/.test(query)) return undefined
  if (start > 0 && /[\w.+-]/.test(before[start - 1] ?? '')) return undefined
  return { start, query }
}

/** Suggests people while a name is typed after `@`; the keyboard stays in the text. */
export function useMention<P extends Person>(people: Ref<readonly P[]>, enabled: Ref<boolean>) {
  const at = ref<{ start: number; query: string }>()
  const index = ref(0)
  const found = computed(() => {
    const now = at.value
    if (!now || !enabled.value) return []
    const wanted = now.query.trim().toLowerCase()
    return people.value.filter((one) => `${one.name} ${one.alias ?? ''} ${one.email ?? ''}`.toLowerCase().includes(wanted)).slice(0, LIMIT)
  })
  const open = computed(() => found.value.length > 0)

  function look(text: string, caret: number) {
    const now = enabled.value ? mentionAt(text, caret) : undefined
    if (now?.query !== at.value?.query) index.value = 0
    at.value = now
  }
  function close() {
    at.value = undefined
  }
  /** Text with the name in place of what was typed, and where the caret goes. */
  function choose(text: string, caret: number, person: P): { text: string; caret: number } {
    const start = at.value?.start ?? caret
    const name = `@${person.name} `
    close()
    return { text: text.slice(0, start) + name + text.slice(caret), caret: start + name.length }
  }
  const move = (step: number) => (index.value = (index.value + step + found.value.length) % found.value.length)

  return { found, open, index, look, close, choose, move, current: computed(() => found.value[index.value]) }
}
