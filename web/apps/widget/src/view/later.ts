import type { Chat } from '../chat'
import { speakMore } from '../words'
import { h, keep, type Part } from './dom'

/** A part that is fetched, with its words, when it is shown first. A fetch that failed is tried again. */
export function later<P extends { chat: Chat }>(fetch: () => Promise<Part<P>>): Part<P> {
  let part: Part<P> | undefined
  return (props) => {
    const bring = (): unknown =>
      part ||
      Promise.all([fetch(), speakMore()]).then(
        ([found]) => {
          part = found
          props.chat.draw()
        },
        () => setTimeout(bring, 5000),
      )
    keep(bring)
    return part && h(part, props)
  }
}
