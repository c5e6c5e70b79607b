import { wear } from '../style'
import { effect, Fragment, h, keep } from './dom'
import css from './files.css?inline'
import type { Chat } from '../chat'
import type { Attachment } from '../types'
import { t } from '../words'
import { Doc } from './icons'
import { later } from './later'
import { paint } from './paint'

const Viewer = later(() => import('./Viewer').then((module) => module.Viewer))

const picture = (file: Attachment) => !!file.width && /^image\/(png|jpe?g|gif|webp)$/.test(file.mime)

export function Files({ chat, files }: { chat: Chat; files: Attachment[] }) {
  wear(chat.shell.root, css)
  return (
    <>
      {files.map((file) => (picture(file) ? <Shot key={file.fileId} chat={chat} file={file} /> : <Chip key={file.fileId} chat={chat} file={file} />))}
    </>
  )
}

function size(bytes: number): string {
  const [n, unit] = bytes < 1 << 20 ? [Math.max(1, Math.round(bytes / 1024)), 'KB'] : [Math.round(bytes / 104_857.6) / 10, 'MB']
  return `${n} ${unit}`
}

export const fetchFile = (chat: Chat, id: string, small = false): Promise<Blob> => chat.visit.ask(`files/${id}${small ? '/thumbnail' : ''}`, { timeout: 300_000 }).then((answer) => answer.blob())

/** Saves a file: it needs the visitor's token, so a plain link cannot. */
export async function download(chat: Chat, file: Attachment): Promise<void> {
  const address = URL.createObjectURL(await fetchFile(chat, file.fileId))
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function Chip({ chat, file }: { chat: Chat; file: Attachment }) {
  const my = keep(() => ({ failed: false }))
  const done = (failed: boolean) => {
    my.failed = failed
    chat.draw()
  }
  return (
    <button type="button" class="file" title={t('download', { name: file.name })} onclick={() => download(chat, file).then(() => done(false), () => done(true))}>
      <Doc />
      <span>
        <b>{file.name}</b>
        <small>{my.failed ? t('trouble') : size(file.size)}</small>
      </span>
    </button>
  )
}

/**
 * A picture, drawn on a canvas: the page's policy may forbid pictures from a blob, and the token keeps them from having an
 * address of their own.
 */
function Shot({ chat, file }: { chat: Chat; file: Attachment }) {
  const canvas = keep(() => ({ current: null as HTMLCanvasElement | null }))
  const my = keep(() => ({ failed: false, large: false }))
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    chat.draw()
  }
  effect(() => {
    const on = canvas.current
    if (on) fetchFile(chat, file.fileId, true).catch(() => fetchFile(chat, file.fileId)).then((blob) => paint(on, blob)).catch(() => set({ failed: true }))
  }, [file.fileId])
  if (my.failed) return <Chip chat={chat} file={file} />
  const width = file.width ?? 200
  const height = file.height ?? 150
  const scale = Math.min(1, 280 / width, 260 / height)
  return (
    <>
      <button type="button" class="shot" aria-label={t('enlarge', { name: file.name })} onclick={() => set({ large: true })}>
        <canvas ref={canvas} width={Math.round(width * scale)} height={Math.round(height * scale)} />
      </button>
      {my.large && <Viewer chat={chat} file={file} close={() => set({ large: false })} />}
    </>
  )
}
