import type { Child, Description } from './view/dom'

type Events<E> = { [Name in keyof GlobalEventHandlersEventMap as `on${Name}`]?: (event: GlobalEventHandlersEventMap[Name] & { currentTarget: E }) => unknown }

declare global {
  namespace JSX {
    type Element = Description
    type ElementType = string | ((props: never) => Child)
    type ElementChildrenAttribute = { children: unknown }
    type IntrinsicAttributes = { key?: string | number }
    type IntrinsicElements = {
      [Tag in keyof HTMLElementTagNameMap]: Events<HTMLElementTagNameMap[Tag]> & { ref?: { current: HTMLElementTagNameMap[Tag] | null }; key?: string | number; [attribute: string]: unknown }
    } & { svg: Record<string, unknown>; path: Record<string, unknown> }
  }
}
