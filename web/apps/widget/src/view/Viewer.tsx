import { effect, h, keep } from './dom'
import type { Chat } from '../chat'
import { wear } from '../style'
import type { Attachment } from '../types'
import { t } from '../words'
import { download, fetchFile } from './Files'
import { Close } from './icons'
import { paint } from './paint'
import css from './viewer.css?inline'

/** A picture over the whole page. The panel behind it cannot be reached until it is closed. */
export function Viewer({ chat, file, close }: { chat: Chat; file: Attachment; close: () => void }) {
  wear(chat.shell.root, css)
  const dialog = keep(() => ({ current: null as HTMLDivElement | null }))
  const canvas = keep(() => ({ current: null as HTMLCanvasElement | null }))
  const my = keep(() => ({ failed: false }))
  const failed = () => {
    my.failed = true
    chat.draw()
  }

  effect(() => {
    const before = chat.shell.root.activeElement as HTMLElement | null
    dialog.current?.querySelector<HTMLElement>('.shut')?.focus()
    const on = canvas.current
    if (on) fetchFile(chat, file.fileId).then((blob) => paint(on, blob, 4096)).catch(failed)
    return () => before?.focus()
  }, [])

  return (
    <div
      ref={dialog}
      class="viewer"
      role="dialog"
      aria-modal="true"
      aria-label={file.name}
      onkeydown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          close()
        } else if (event.key === 'Tab') {
          const all = [...(dialog.current?.querySelectorAll<HTMLElement>('button') ?? [])]
          const at = all.indexOf(chat.shell.root.activeElement as HTMLElement)
          event.preventDefault()
          all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length]?.focus()
        }
      }}
    >
      <div class="top">
        <b>{file.name}</b>
        <button type="button" class="link" onclick={() => void download(chat, file).catch(failed)}>
          {t('download', { name: '' }).trim()}
        </button>
        <button type="button" class="tool shut" aria-label={t('shut')} onclick={close}>
          <Close />
        </button>
      </div>
      <div class="scene" onclick={(event) => event.target === event.currentTarget && close()}>
        {my.failed ? t('trouble') : <canvas ref={canvas} width={1} height={1} role="img" aria-label={file.name} />}
      </div>
    </div>
  )
}
