import { available, keysOf, singleKeys, type Command } from './commands'

const MAC = /Mac|iPhone|iPad/.test(navigator.platform)
const SEQUENCE_MS = 1_000
const FIELDS = 'input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=range]), textarea, select, [contenteditable=""], [contenteditable=true]'
/** Planes with keys of their own: menus and select lists jump by letter, dialogs stand above the page. */
const PLANES = '[role=menu], [role=dialog], [role=alertdialog], [data-reka-popper-content-wrapper]'
const CLOSING = '[role=menu][data-state=closed], [role=listbox][data-state=closed], [role=dialog][data-state=closed], [role=alertdialog][data-state=closed]'

/** Whether a letter belongs to where it was typed. A plane that is on its way out holds the focus for some frames; what is typed then is meant for the page below. */
function ownLetters(from: Element | null): boolean {
  if (!from) return false
  const closing = from.closest(CLOSING)
  const alive = closing ? document.querySelector('[role=menu][data-state=open], [role=dialog][data-state=open], [role=alertdialog][data-state=open]') : from.closest(`${FIELDS}, ${PLANES}`)
  return !!alive
}

/** One step of a shortcut out of an event: `mod+k`, `shift+mod+enter`, `?`, `j`. */
export function stepOf(event: KeyboardEvent): string {
  // With Alt some layouts type another sign; the digit is the key above the letters, not the number pad, which types codes.
  const digit = event.altKey ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined
  const key = digit ?? (event.key === ' ' ? 'space' : event.key.toLowerCase())
  const mod = MAC ? event.metaKey : event.ctrlKey
  // For a symbol, Shift is how it is typed; for a letter or a named key it is part of the shortcut.
  const named = key.length > 1 || key.toUpperCase() !== key
  return `${event.shiftKey && named ? 'shift+' : ''}${event.altKey ? 'alt+' : ''}${mod ? 'mod+' : ''}${key}`
}

const modified = (step: string) => step.includes('mod+') || step.includes('alt+') || /^(shift\+)?f\d+$/.test(step)

/** Order of modifiers does not matter to who writes a command. */
function normal(keys: string): string {
  return keys
    .split(' ')
    .map((step) => {
      const parts = step.split('+')
      const key = parts.pop() ?? ''
      return ['shift', 'alt', 'mod'].filter((name) => parts.includes(name)).concat(key).join('+')
    })
    .join(' ')
}

/** Listens on the document and does the commands. Returns a function that stops it. */
export function startKeyboard(target: Document = document): () => void {
  let typed: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The newest command wins, so that a pane can take a key from the shell. */
  function match(sequence: string): Command | 'prefix' | undefined {
    let prefix = false
    for (const command of [...available.value].reverse()) {
      for (const keys of keysOf(command).map(normal)) {
        if (keys === sequence) return command
        prefix ||= keys.startsWith(`${sequence} `)
      }
    }
    return prefix ? 'prefix' : undefined
  }

  function onKeydown(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return
    if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(event.key)) return
    const step = stepOf(event)
    const from = event.target instanceof Element ? event.target : null
    if (!modified(step) && (!singleKeys.value || ownLetters(from))) return

    clearTimeout(timer)
    let found = match([...typed, step].join(' '))
    if (!found && typed.length > 0) {
      typed = []
      found = match(step)
    }
    if (found === 'prefix') {
      typed.push(step)
      timer = setTimeout(() => (typed = []), SEQUENCE_MS)
      return
    }
    typed = []
    if (!found) return
    event.preventDefault()
    void found.run()
  }

  target.addEventListener('keydown', onKeydown)
  return () => {
    clearTimeout(timer)
    target.removeEventListener('keydown', onKeydown)
  }
}
