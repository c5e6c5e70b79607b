import { effect, h, keep } from './dom'
import { t } from '../words'
import css from './emoji.css?inline'

export { css, Emoji as part }

const GLYPHS = '😀 😄 😂 🙂 😉 😊 😍 😘 😋 😎 🤔 😐 😕 😟 😢 😭 😡 😱 😴 🤒 👍 👎 👌 🙏 👏 💪 👋 🤝 ✌️ ❤️ 💔 ⭐ 🔥 🎉 🎁 📦 🚚 🛒 💳 🧾 📷 📎 📞 ✉️ ⏰ 📅 ✅ ❌ ❓ ❗ 💡 🏠 ☀️ 🌧️ 🍵 ☕ 🍰 🌹 🐱 🐶'.split(' ')
const ROW = 8

/** The system's own emoji, to pick by pointer or by arrow keys. */
function Emoji({ field, type, close }: { field: { current: HTMLTextAreaElement | null }; type: (text: string) => void; close: () => void }) {
  const box = keep(() => ({ current: null as HTMLDivElement | null }))
  const at = (index: number) => box.current?.querySelectorAll<HTMLElement>('button')[index]
  effect(() => at(0)?.focus(), [])
  const pick = (glyph: string) => {
    const area = field.current
    if (!area) return
    const { value, selectionStart: from, selectionEnd: to } = area
    type((value.slice(0, from) + glyph + value.slice(to)).slice(0, area.maxLength))
    setTimeout(() => {
      area.focus()
      area.selectionStart = area.selectionEnd = from + glyph.length
    })
  }
  return (
    <div
      ref={box}
      class="glyphs"
      role="dialog"
      aria-label={t('emoji')}
      onkeydown={(event) => {
        const all = [...(box.current?.querySelectorAll('button') ?? [])]
        const now = all.indexOf(event.target as HTMLButtonElement)
        const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: ROW, ArrowUp: -ROW }[event.key]
        if (event.key === 'Escape') {
          close()
          field.current?.focus()
        }
        else if (step) at(Math.min(all.length - 1, Math.max(0, now + step)))?.focus()
        else return
        event.preventDefault()
      }}
    >
      <div>
        {GLYPHS.map((glyph, index) => (
          <button key={glyph} tabIndex={index ? -1 : 0} onclick={() => pick(glyph)}>
            {glyph}
          </button>
        ))}
      </div>
    </div>
  )
}
