import { effect, h, keep } from './dom'
import { draw, shell } from '../shell'
import type { Attachment } from '../types'
import { t } from '../words'
import { download, fetchFile } from './Files'
import { CLOSE, Link, Tool } from './buttons'
import { paint } from './paint'
import css from './viewer.css?inline'

export { css, Viewer as part }

/** A picture over the whole page. The panel behind it cannot be reached until it is closed. */
function Viewer({ file, close }: { file: Attachment; close: () => void }) {
  const dialog = keep(() => ({ current: null as HTMLDivElement | null }))
  const canvas = keep(() => ({ current: null as HTMLCanvasElement | null }))
  const my = keep(() => ({ failed: false }))
  const failed = () => {
    my.failed = true
    draw()
  }

  effect(() => {
    const before = shell.root.activeElement as HTMLElement | null
    dialog.current?.querySelector<HTMLElement>('.shut')?.focus()
    const on = canvas.current
    if (on) fetchFile(file.fileId).then((blob) => paint(on, blob, 4096)).catch(failed)
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
          const at = all.indexOf(shell.root.activeElement as HTMLElement)
          event.preventDefault()
          all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length]?.focus()
        }
      }}
    >
      <div class="top">
        <b>{file.name}</b>
        <Link text={t('download', { name: '' }).trim()} act={() => download(file).catch(failed)} />
        <Tool kind="tool shut" name={t('shut')} act={close} d={CLOSE} />
      </div>
      <div class="scene" onclick={(event) => event.target === event.currentTarget && close()}>
        {my.failed ? t('trouble') : <canvas ref={canvas} width={1} height={1} role="img" aria-label={file.name} />}
      </div>
    </div>
  )
}
