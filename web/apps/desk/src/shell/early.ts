const WAIT_MS = 3_000
let end = () => {}

/**
 * Keeps what is typed until a field has the focus, and writes it there. A plane with a field loads when it is first wanted;
 * letters typed meanwhile are meant for the field and must not be taken for commands.
 */
export function expectField(): void {
  end()
  let kept = ''
  const keep = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.target instanceof HTMLInputElement) return
    kept += event.key
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const give = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLInputElement)) return
    end()
    if (!kept) return
    event.target.value = kept
    event.target.dispatchEvent(new Event('input', { bubbles: true }))
  }
  document.addEventListener('keydown', keep, true)
  document.addEventListener('focusin', give, true)
  const timer = setTimeout(() => end(), WAIT_MS)
  end = () => {
    clearTimeout(timer)
    document.removeEventListener('keydown', keep, true)
    document.removeEventListener('focusin', give, true)
    end = () => {}
  }
}
