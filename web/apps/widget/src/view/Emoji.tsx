import { h } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { wear } from '../style'
import { t } from '../words'
import css from './emoji.css?inline'

const GLYPHS = '😀 😄 😂 🙂 😉 😊 😍 😘 😋 😎 🤔 😐 😕 😟 😢 😭 😡 😱 😴 🤒 👍 👎 👌 🙏 👏 💪 👋 🤝 ✌️ ❤️ 💔 ⭐ 🔥 🎉 🎁 📦 🚚 🛒 💳 🧾 📷 📎 📞 ✉️ ⏰ 📅 ✅ ❌ ❓ ❗ 💡 🏠 ☀️ 🌧️ 🍵 ☕ 🍰 🌹 🐱 🐶'.split(' ')
const ROW = 8

/** The system's own emoji, to pick by pointer or by arrow keys. */
export function Emoji({ root, pick, close }: { root: ShadowRoot; pick: (glyph: string) => void; close: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  wear(root, css)
  const at = (index: number) => box.current?.querySelectorAll<HTMLElement>('button')[index]
  useEffect(() => at(0)?.focus(), [])
  return (
    <div
      ref={box}
      class="glyphs"
      role="dialog"
      aria-label={t('emoji')}
      onKeyDown={(event) => {
        const all = [...(box.current?.querySelectorAll('button') ?? [])]
        const now = all.indexOf(event.target as HTMLButtonElement)
        const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: ROW, ArrowUp: -ROW }[event.key]
        if (event.key === 'Escape') close()
        else if (step) at(Math.min(all.length - 1, Math.max(0, now + step)))?.focus()
        else return
        event.preventDefault()
      }}
    >
      <div>
        {GLYPHS.map((glyph, index) => (
          <button key={glyph} type="button" tabIndex={index ? -1 : 0} onClick={() => pick(glyph)}>
            {glyph}
          </button>
        ))}
      </div>
    </div>
  )
}
