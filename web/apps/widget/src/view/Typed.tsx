import { current } from '../chat'
import { say } from '../live'
import { t } from '../words'
import { effect, h, keep } from './dom'
import css from './typed.css?inline'

export { css, Typed as part }

/** How often what is typed is told, and how much of it. */
const EVERY = 700
const MOST = 500

let told = 0

/** Tells the agent what is being typed, and the visitor that it is told: there is not one without the other. */
function Typed({ text }: { text: string }) {
  // A draft of an earlier page was not typed now.
  const draft = keep(() => ({ text }))
  effect(() => {
    const conversation = current
    if (!conversation || !text.trim() || text === draft.text) return
    draft.text = ''
    const timer = setTimeout(() => {
      told = Date.now()
      // Never half of a character.
      say({ op: 'typing', conversation, on: true, text: text.length > MOST ? `…${text.slice(-MOST).replace(/^[\udc00-\udfff]/, '')}` : text })
    }, Math.max(0, told + EVERY - Date.now()))
    return () => clearTimeout(timer)
  }, [text])
  return <p class="typed">{t('typed')}</p>
}
