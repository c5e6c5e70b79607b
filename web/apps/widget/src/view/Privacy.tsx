import { changed } from '../chat'
import { call } from '../http'
import { hurry, items, patch } from '../outbox'
import { ask, remember } from '../session'
import { draw, shell, tools } from '../shell'
import type { Localised } from '../types'
import { language, t } from '../words'
import css from './form.css?inline'
import { effect, h, keep } from './dom'

export { css, Privacy as part }

type Notice = { version: number; text: Localised }

/** What the company does with what is written here; it is accepted before the first message, and again when its words change. */
function Privacy() {
  const my = keep(() => ({ notice: undefined as Notice | undefined, busy: false, wrong: '' }))
  const { notice, busy, wrong } = my
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }
  const load = () =>
    call(`privacy?key=${shell.key}`, {})
      .then((answer) => answer.json())
      .then((notice: Notice) => set({ notice, wrong: '' }), () => set({ wrong: t('trouble') }))
  effect(() => void load(), [])

  const accept = async (event: Event) => {
    event.preventDefault()
    if (!notice) return load()
    const { version } = notice
    set({ busy: true, wrong: '' })
    try {
      await ask('privacy', { json: { version } })
      remember({ privacy: version })
      // What was written under the old words goes out now.
      for (const { code, clientId } of items()) if (code === 'widget.privacy') patch(clientId, { refused: undefined, code: undefined })
      hurry()
      changed()
      setTimeout(() => (shell.root.querySelector<HTMLElement>('.composer textarea') ?? shell.root.querySelector<HTMLElement>('.form input'))?.focus())
    } catch (error) {
      set({ wrong: (error as { detail?: string }).detail || t('trouble') })
      // Its words may have changed a moment ago.
      void load()
    }
    set({ busy: false })
  }

  return (
    <form class="form" onsubmit={(event) => void accept(event)}>
      <h3>{t('privacy')}</h3>
      <p class="pre">{notice ? tools.said(notice.text, language()) : '…'}</p>
      <button type="submit" class="solid" disabled={busy}>
        {t(notice ? 'agree' : 'retry')}
      </button>
      <div role="status">{wrong && <p class="wrong">{wrong}</p>}</div>
    </form>
  )
}
