// Draws the panel: a tree of descriptions becomes elements, and is compared with the elements of the last drawing. Small on
// purpose: the whole panel is drawn again whenever something changes, and every place in the tree has a path of its own.

import { tools } from '../shell'

export type Child = Description | string | number | boolean | null | undefined | Child[]
export type Part<P> = (props: P) => Child
type Props = Record<string, unknown>
export type Description = { kind: string | Part<Props>; props: Props; inner: Child[] }
type Drawn = Element & { now?: Props; held?: Record<string, ChildNode> }
type Place = { kind: unknown; slots: Slot[]; round: number }
type Slot = { value?: unknown; on?: unknown[]; undo?: void | (() => void) }

const places: Record<string, Place> = {}
let place: Place
let slot = 0
let round = 0
const after: (() => void)[] = []

export const h = (kind: unknown, props: Props | null, ...inner: Child[]) => ({ kind, props: props || {}, inner }) as Description
/** Several things without an element around them. */
export const Fragment = 0 as unknown as (props: { children?: Child }) => Child

const next = (): Slot => (place.slots[slot++] = place.slots[slot - 1] || {})

/** Something that a part keeps from drawing to drawing. */
export function keep<T>(make: () => T): T {
  const it = next()
  if (!('value' in it)) it.value = make()
  return it.value as T
}

/** Runs after the drawing, when one of the values has changed; what it returns runs before the next time and at the end. */
export function effect(run: () => void | (() => void), on: unknown[]): void {
  const it = next()
  const before = it.on
  it.on = on
  if (!before || on.some((value, at) => value !== before[at])) {
    after.push(() => {
      if (it.undo) it.undo()
      it.undo = run()
    })
  }
}

const end = (it: Place) => it.slots.forEach((each) => each.undo && each.undo())

/** Calls the parts, until only elements and texts are left. */
function flatten(child: Child, path: string, out: Record<string, Description | string>): void {
  if (Array.isArray(child)) child.forEach((each, at) => flatten(each, `${path}.${String((each && (each as Description).props && (each as Description).props.key) || at)}`, out))
  else if (child && typeof child === 'object') {
    const { kind, props, inner } = child
    if (!kind) flatten(inner, path, out)
    else if (typeof kind !== 'function') out[path] = child
    else {
      let mine = places[path]
      if (mine && mine.kind !== kind) {
        end(mine)
        mine = undefined
      }
      place = places[path] = mine || { kind, slots: [], round }
      place.round = round
      slot = 0
      flatten(kind({ ...props, children: inner }), `${path}/`, out)
    }
  } else if (child || child === 0) {
    if (child !== true) out[path] = String(child)
  }
}

function adorn(element: Drawn, props: Props): void {
  const before = element.now || {}
  const own = element as unknown as Props
  element.now = props
  for (const name in { ...before, ...props }) {
    const value = props[name]
    if (name === 'ref') (value as { current: unknown }).current = element
    // What was typed or chosen since counts, not what was drawn last.
    else if ((name === 'value' || name === 'checked' ? own[name] : before[name]) !== value && name !== 'key') {
      if (name in element && element.localName !== 'svg') own[name] = value == null ? '' : value
      else if (value == null) element.removeAttribute(name)
      else element.setAttribute(name, String(value))
    }
  }
}

function fill(element: Drawn, inner: Child, path: string): void {
  const wanted: Record<string, Description | string> = {}
  const before = element.held || {}
  const now: Record<string, ChildNode> = (element.held = {})
  flatten(inner, path, wanted)
  for (const at in wanted) {
    const want = wanted[at] as Description | string
    let node = before[at] as ChildNode | undefined
    if (typeof want === 'string') {
      if (!node || node.nodeType !== 3) node = document.createTextNode(want)
      else if ((node as Text).data !== want) (node as Text).data = want
    } else {
      const kind = want.kind as string
      if (!node || (node as Element).localName !== kind) node = tools.make(kind)
      adorn(node as unknown as Drawn, want.props)
      fill(node as unknown as Drawn, want.inner, `${at}>`)
    }
    now[at] = node
  }
  // First what is gone, so that nothing that stays has to move: moving takes the focus away.
  for (const at in before) if (now[at] !== before[at]) (before[at] as ChildNode).remove()
  let here = element.firstChild
  for (const at in now) {
    const node = now[at] as ChildNode
    if (node === here) here = here.nextSibling
    else element.insertBefore(node, here)
  }
}

/** Draws into an element, whose inside belongs to the drawing. */
export function render(what: Child, into: Element): void {
  round++
  fill(into as Drawn, what, '.')
  for (const path in places) {
    const it = places[path] as Place
    if (it.round !== round) {
      end(it)
      delete places[path]
    }
  }
  for (const run of after.splice(0)) run()
}
