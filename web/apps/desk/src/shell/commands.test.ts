import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { available, runCommand, setSingleKeys, shortcut, useCommands, type Command } from './commands'
import { startKeyboard } from './keyboard'
import { cyclePane } from './panes'
import { rank } from './rank'

const command = (id: string, keys: Command['keys'], run: () => unknown, more: Partial<Command> = {}): Command => ({
  id,
  group: 'conversation',
  title: 'common.save',
  keys,
  run,
  ...more,
})
const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

let stop: () => void
let removals: (() => void)[]
const add = (...commands: Command[]) => removals.push(useCommands(commands))
beforeEach(() => {
  vi.useFakeTimers()
  removals = []
  stop = startKeyboard()
  setSingleKeys(true)
})
afterEach(() => {
  stop()
  for (const remove of removals) remove()
  document.body.innerHTML = ''
  vi.useRealTimers()
})

describe('keyboard', () => {
  test('single keys, symbols and modifiers', () => {
    const seen: string[] = []
    add(
      command('a', 'r', () => seen.push('r')),
      command('b', '?', () => seen.push('?')),
      command('c', 'mod+k', () => seen.push('k')),
      command('d', 'shift+mod+enter', () => seen.push('enter')),
      command('e', 'shift+f6', () => seen.push('f6')),
    )
    expect(press('r').defaultPrevented).toBe(true)
    press('?', { shiftKey: true })
    press('k', { ctrlKey: true })
    press('Enter', { ctrlKey: true, shiftKey: true })
    press('F6', { shiftKey: true })
    expect(press('x').defaultPrevented).toBe(false)
    expect(seen).toEqual(['r', '?', 'k', 'enter', 'f6'])
  })

  test('sequences are forgotten after a second and may start again', () => {
    const inbox = vi.fn()
    const other = vi.fn()
    add(command('go.inbox', 'g i', inbox), command('i', 'i', other))
    press('g')
    vi.advanceTimersByTime(1001)
    press('i')
    expect([inbox.mock.calls.length, other.mock.calls.length]).toEqual([0, 1])
    press('g')
    press('i')
    expect(inbox).toHaveBeenCalledOnce()
    press('g')
    press('x')
    press('i')
    expect(other).toHaveBeenCalledTimes(2)
  })

  test('single keys rest in text fields, dialogs and menus; modifiers do not', () => {
    document.body.innerHTML = '<input id=f><div role=dialog><button id=d>x</button></div><div contenteditable=true id=e></div><input type=checkbox id=c>'
    const single = vi.fn()
    const palette = vi.fn()
    add(command('a', 'r', single), command('b', 'mod+k', palette))
    for (const id of ['f', 'd', 'e']) {
      press('r', {}, document.getElementById(id)!)
      press('k', { ctrlKey: true }, document.getElementById(id)!)
    }
    expect(single).not.toHaveBeenCalled()
    expect(palette).toHaveBeenCalledTimes(3)
    press('r', {}, document.getElementById('c')!)
    expect(single).toHaveBeenCalledOnce()
  })

  test('a plane on its way out does not swallow what is typed, unless another one is open', () => {
    document.body.innerHTML = '<div role=dialog data-state=closed><input id=f><button id=d>x</button></div>'
    const single = vi.fn()
    add(command('a', 'r', single))
    for (const id of ['f', 'd']) press('r', {}, document.getElementById(id)!)
    expect(single).toHaveBeenCalledTimes(2)
    document.body.insertAdjacentHTML('beforeend', '<div role=dialog data-state=open></div>')
    press('r', {}, document.getElementById('d')!)
    expect(single).toHaveBeenCalledTimes(2)
  })

  test('nothing happens while an input method composes', () => {
    const run = vi.fn()
    add(command('a', 'r', run))
    press('r', { isComposing: true })
    press('r', { keyCode: 229 } as KeyboardEventInit)
    expect(run).not.toHaveBeenCalled()
  })

  test('single keys can be switched off; modifiers stay', () => {
    const run = vi.fn()
    const palette = vi.fn()
    add(command('a', 'r', run), command('b', 'mod+k', palette))
    setSingleKeys(false)
    press('r')
    press('k', { ctrlKey: true })
    expect(run).not.toHaveBeenCalled()
    expect(palette).toHaveBeenCalledOnce()
    expect([shortcut('a'), shortcut('b')]).toEqual([undefined, 'mod+k'])
  })

  test('the newest command that is possible takes the key', () => {
    const ready = ref(false)
    const below = vi.fn()
    const above = vi.fn()
    add(command('a', 'e', below))
    add(command('b', 'e', above, { when: () => ready.value }))
    press('e')
    ready.value = true
    press('e')
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([1, 1])
  })
})

describe('registry', () => {
  test('commands leave with their scope, and a later one hides an earlier of the same id', () => {
    const first = vi.fn()
    const second = vi.fn()
    add(command('x', 'x', first))
    const scope = effectScope()
    scope.run(() => useCommands([command('x', 'x', second)]))
    expect(available.value).toHaveLength(1)
    runCommand('x')
    scope.stop()
    runCommand('x')
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1])
    expect(runCommand('nobody')).toBe(false)
  })

  test('ranks the start of a name before the middle, and first letters of words last', () => {
    const names = ['Show in Chinese', 'Next pane', 'Open the command palette', 'Pane next']
    expect(rank(names, 'pane', (name) => name)).toEqual(['Pane next', 'Next pane'])
    expect(rank(names, '  ', (name) => name)).toEqual(names)
    expect(rank(names, 'otc', (name) => name)).toEqual(['Open the command palette'])
  })
})

test('F6 walks the panes in both directions', () => {
  document.body.innerHTML = '<div data-pane tabindex=-1 id=a></div><div data-pane><button data-pane-focus id=b></button></div>'
  HTMLElement.prototype.getClientRects = () => [{}] as unknown as DOMRectList
  const focused = () => document.activeElement?.id
  cyclePane(1)
  expect(focused()).toBe('a')
  cyclePane(1)
  expect(focused()).toBe('b')
  cyclePane(1)
  expect(focused()).toBe('a')
  cyclePane(-1)
  expect(focused()).toBe('b')
})
