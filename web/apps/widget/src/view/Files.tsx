import { Fragment, h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from '../chat'
import type { Attachment } from '../types'
import { size, t } from '../words'
import { Doc } from './icons'
import { later } from './later'
import { paint } from './paint'

const Viewer = later(() => import('./Viewer').then((module) => module.Viewer))

const picture = (file: Attachment) => !!file.width && /^image\/(png|jpe?g|gif|webp)$/.test(file.mime)

export function Files({ chat, files }: { chat: Chat; files: Attachment[] }) {
  return (
    <>
      {files.map((file) => (picture(file) ? <Shot key={file.fileId} chat={chat} file={file} /> : <Chip key={file.fileId} chat={chat} file={file} />))}
    </>
  )
}

/** Saves a file: it needs the visitor's token, so a plain link cannot. */
export async function download(chat: Chat, file: Attachment): Promise<void> {
  const address = URL.createObjectURL(await chat.fetchFile(file.fileId))
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function Chip({ chat, file }: { chat: Chat; file: Attachment }) {
  const [failed, setFailed] = useState(false)
  return (
    <button type="button" class="file" title={t('download', { name: file.name })} onClick={() => download(chat, file).then(() => setFailed(false), () => setFailed(true))}>
      <Doc />
      <span>
        <b>{file.name}</b>
        <small>{failed ? t('trouble') : size(file.size)}</small>
      </span>
    </button>
  )
}

/**
 * A picture, drawn on a canvas: the page's policy may forbid pictures from a blob, and the token keeps them from having an
 * address of their own.
 */
function Shot({ chat, file }: { chat: Chat; file: Attachment }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [failed, setFailed] = useState(false)
  const [large, setLarge] = useState(false)
  useEffect(() => {
    const on = canvas.current
    if (on) chat.fetchFile(file.fileId, true).catch(() => chat.fetchFile(file.fileId)).then((blob) => paint(on, blob)).catch(() => setFailed(true))
  }, [file.fileId])
  if (failed) return <Chip chat={chat} file={file} />
  const width = file.width ?? 200
  const height = file.height ?? 150
  const scale = Math.min(1, 280 / width, 260 / height)
  return (
    <>
      <button type="button" class="shot" aria-label={t('enlarge', { name: file.name })} onClick={() => setLarge(true)}>
        <canvas ref={canvas} width={Math.round(width * scale)} height={Math.round(height * scale)} />
      </button>
      {large && <Viewer chat={chat} file={file} close={() => setLarge(false)} />}
    </>
  )
}
