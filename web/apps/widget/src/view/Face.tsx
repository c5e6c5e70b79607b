import { h } from './dom'

const HAN = /[\u3400-\u9fff]/

function letters(name: string, one?: boolean): string {
  if (HAN.test(name)) return one ? name.slice(0, 1) : name.slice(-2)
  return name.split(/\s+/, one ? 1 : 2).map((word) => word.slice(0, 1)).join('').toUpperCase()
}

/** A person's picture, or letters on a colour that belongs to the name. */
export function Face({ name, picture, base, small, tile }: { name: string; picture?: string; base?: string; small?: boolean; tile?: boolean }) {
  const colour = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5
  return (
    <span class={`face ${tile ? 'tile' : `c${colour}`}${small ? ' small' : ''}`} aria-hidden="true">
      {letters(name, tile)}
      {picture && <img src={new URL(picture, base).href} alt="" onerror={(event) => (event.currentTarget.hidden = true)} />}
    </span>
  )
}
