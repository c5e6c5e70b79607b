import { shell } from '../shell'
import { h } from './dom'

/** One letter of a thing; of a person two, in Chinese the given name. */
function letters(name: string, one?: boolean): string {
  if (/[\u3400-\u9fff]/.test(name)) return one ? name.slice(0, 1) : name.slice(-2)
  return name.split(/\s+/, one ? 1 : 2).map((word) => word.slice(0, 1)).join('').toUpperCase()
}

/** A person's picture, or letters on a colour that belongs to the name. */
export function Face({ name, picture, tile }: { name: string; picture?: string; tile?: boolean }) {
  const colour = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5
  return (
    <span class={`face ${tile ? 'tile' : `c${colour}`}`} aria-hidden="true">
      {letters(name, tile)}
      {picture && <img src={new URL(picture, shell.base).href} alt="" onerror={(event) => (event.currentTarget.hidden = true)} />}
    </span>
  )
}
