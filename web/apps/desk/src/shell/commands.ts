import type { PlainKey } from '@frontdesk/i18n'
import { computed, getCurrentScope, onScopeDispose, ref, shallowReactive, type Component } from 'vue'
import { local } from './env'

export type CommandGroup = 'conversation' | 'list' | 'composer' | 'go' | 'general'

/** Something an agent can do. Buttons, menus, the palette and the shortcut sheet all read the same object. */
export type Command = {
  /** Dotted and stable, such as `conversation.resolve`. */
  id: string
  group: CommandGroup
  title: PlainKey
  icon?: Component
  /**
   * `r` single key, `g i` sequence, `mod+k` with modifier (mod is ⌘ or Ctrl), `shift+mod+enter`. Several are allowed.
   * Single keys and sequences rest in text fields and dialogs, and can be switched off.
   */
  keys?: string | readonly string[]
  /** Whether it can be done now; read reactively. */
  when?: () => boolean
  run: () => unknown
  /** Not in the palette: bare movement such as j and k. */
  hidden?: boolean
  /** Not in the shortcut sheet either: one line there speaks for a row of digits. */
  unlisted?: boolean
}

const registered = shallowReactive<Command[]>([])
const SINGLE_KEYS = 'fd.singleKeys'

/** Whether shortcuts without a modifier work (WCAG 2.1.4). */
export const singleKeys = ref(local.get(SINGLE_KEYS) !== 'off')

export function setSingleKeys(on: boolean): void {
  singleKeys.value = on
  local.set(SINGLE_KEYS, on ? 'on' : 'off')
}

/** Adds commands until the calling component or effect scope is gone. Returns a function that removes them earlier. */
export function useCommands(commands: readonly Command[]): () => void {
  registered.push(...commands)
  const remove = () => {
    for (const command of commands) {
      const at = registered.indexOf(command)
      if (at >= 0) registered.splice(at, 1)
    }
  }
  if (getCurrentScope()) onScopeDispose(remove)
  return remove
}

/** A later command hides an earlier one of the same id: a page may refine what the shell offers. */
const effective = computed(() => [...new Map(registered.map((command) => [command.id, command])).values()])
const possible = (command: Command) => command.when?.() ?? true

/** What can be done now. */
export const available = computed(() => effective.value.filter(possible))

/** Every command with keys, for the sheet: also those that cannot be done now. */
export const withKeys = computed(() => effective.value.filter((command) => keysOf(command).length > 0 && !command.unlisted))

/** Shortcuts that the person has chosen, by command; empty for none. */
export const ownKeys = ref<Readonly<Record<string, string>>>({})

export function keysOf(command: Pick<Command, 'id' | 'keys'>): readonly string[] {
  const own = ownKeys.value[command.id]
  if (own !== undefined) return own ? [own] : []
  return command.keys === undefined ? [] : typeof command.keys === 'string' ? [command.keys] : command.keys
}

/** The first shortcut of a command, for tooltips; undefined when it cannot be pressed. */
export function shortcut(id: string): string | undefined {
  const command = effective.value.find((other) => other.id === id)
  const keys = command && keysOf(command)[0]
  return keys && (singleKeys.value || /(mod|alt)\+/.test(keys)) ? keys : undefined
}

/** Does a command by its id; false when it is not there or not possible now. */
export function runCommand(id: string): boolean {
  const command = available.value.find((other) => other.id === id)
  if (command) void command.run()
  return !!command
}
