const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const NAMES: Record<string, string> = {
  mod: MAC ? '⌘' : 'Ctrl',
  shift: MAC ? '⇧' : 'Shift',
  alt: MAC ? '⌥' : 'Alt',
  enter: 'Enter',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
  backspace: MAC ? '⌫' : 'Backspace',
  delete: MAC ? '⌦' : 'Del',
}

function describeStep(step: string): string {
  const parts = step.split('+').map((part) => NAMES[part] ?? (part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part))
  return parts.join(MAC ? '' : '+')
}

/** The steps of a shortcut as a person reads them: `mod+k` → [⌘K] or [Ctrl+K], `g i` → [G, I]. */
export function describeKeys(keys: string): string[] {
  return keys.split(' ').map(describeStep)
}

/** The shortcut for `aria-keyshortcuts`. */
export function ariaKeys(keys: string): string {
  return keys
    .split(' ')
    .map((step) => step.replace('mod', MAC ? 'Meta' : 'Control').replace('shift', 'Shift').replace('alt', 'Alt'))
    .join(' ')
}
