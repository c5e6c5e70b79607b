import type { Chat } from '../chat'
import { effect, h, keep } from './dom'
import { wear } from '../style'
import { t } from '../words'
import css from './emoji.css?inline'

const GLYPHS = '😀 😄 😂 🙂 😉 😊 😍 😘 😋 😎 🤔 😐 😕 😟 😢 😭 😡 😱 😴 🤒 👍 👎 👌 🙏 👏 💪 👋 🤝 ✌️ ❤️ 💔 ⭐ 🔥 🎉 🎁 📦 🚚 🛒 💳 🧾 📷 📎 📞 ✉️ ⏰ 📅 ✅ ❌ ❓ ❗ 💡 🏠 ☀️ 🌧️ 🍵 ☕ 🍰 🌹 🐱 🐶'.split(' ')
const ROW = 8

/** The system's own emoji, to pick by pointer or by arrow keys. */
export function Emoji({ chat, pick, close }: { chat: Chat; pick: (glyph: string) => void; close: () => void }) {
  const box = keep(() => ({ current: null as HTMLDivElement | null }))
  wear(chat.shell.root, css)
  const at = (index: number) => box.current?.querySelectorAll<HTMLElement>('button')[index]
  effect(() => at(0)?.focus(), [])
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
        if (event.key === 'Escape') close()
        else if (step) at(Math.min(all.length - 1, Math.max(0, now + step)))?.focus()
        else return
        event.preventDefault()
      }}
    >
      <div>
        {GLYPHS.map((glyph, index) => (
          <button key={glyph} type="button" tabIndex={index ? -1 : 0} onclick={() => pick(glyph)}>
            {glyph}
          </button>
        ))}
      </div>
    </div>
  )
}
