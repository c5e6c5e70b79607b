// What the loader gave. A page has one widget, so the parts of the panel are modules that share this.
import type { Tools } from './tools'
import type { Shell } from './types'

export let shell: Shell
export let tools: Tools
/** Draws the panel soon, all of it. */
export let draw: () => void

export function take(given: Shell, plan: () => void): void {
  shell = given
  tools = given.tools
  draw = plan
}
