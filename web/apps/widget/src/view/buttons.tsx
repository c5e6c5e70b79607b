import { h } from './dom'

export const CLOSE = 'M6 6l12 12M18 6L6 18'

export const Icon = ({ d }: { d: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={d} />
  </svg>
)

/** A button that is a picture. */
export const Tool = ({ name, d, act, kind = 'tool', off = false, shown }: { name: string; d: string; act: () => unknown; kind?: string; off?: boolean; shown?: boolean }) => (
  <button class={kind} aria-label={name} aria-expanded={shown} disabled={off} onclick={act}>
    <Icon d={d} />
  </button>
)

/** A button that is a few words; it is there when they are. */
export const Link = ({ text, act, kind = 'link', off = false }: { text: string; act: () => unknown; kind?: string; off?: boolean }) =>
  text && (
    <button class={kind} disabled={off} onclick={act}>
      {text}
    </button>
  )
