import { bring } from '../bring'
import { draw, shell, tools } from '../shell'
import { speakMore } from '../words'
import { h, type Child, type Part } from './dom'

/** A part that is fetched, with its words and its style, when it is shown first. What stands inside is shown until then. */
export function later<P extends object>(fetch: () => Promise<{ part: Part<P>; css?: string }>, wordless = false): Part<P & { children?: Child }> {
  let part: Part<P> | undefined
  let coming: unknown
  return (props) => {
    coming =
      coming ||
      Promise.all([bring(fetch), wordless || speakMore()]).then(([found]) => {
        if (found.css) tools.dress(shell.root, found.css)
        part = found.part
        draw()
      })
    return part ? h(part, props as Record<string, unknown>) : props.children
  }
}
