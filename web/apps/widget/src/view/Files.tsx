import { effect, Fragment, h, keep } from './dom'
import { ask } from '../session'
import { draw } from '../shell'
import type { Attachment } from '../types'
import { t } from '../words'
import { Icon } from './buttons'
import css from './files.css?inline'
import { later } from './later'
import { paint } from './paint'

export { css, Files as part }

const Viewer = later(() => import('./Viewer'))

const picture = (file: Attachment) => !!file.width && /^image\/(png|jpe?g|gif|webp)$/.test(file.mime)

function Files({ files }: { files: Attachment[] }) {
  return (
    <>
      {files.map((file) => (picture(file) ? <Shot key={file.fileId} file={file} /> : /^audio/.test(file.mime) && window.AudioContext ? <Voice key={file.fileId} file={file} /> : <Chip key={file.fileId} file={file} />))}
    </>
  )
}

function size(bytes: number): string {
  const [n, unit] = bytes < 1 << 20 ? [Math.max(1, Math.round(bytes / 1024)), 'KB'] : [Math.round(bytes / 104_857.6) / 10, 'MB']
  return `${n} ${unit}`
}

export const fetchFile = (id: string, small = false): Promise<Blob> => ask(`files/${id}${small ? '/thumbnail' : ''}`, { timeout: 300_000 }).then((answer) => answer.blob())

/** Saves a file: it needs the visitor's token, so a plain link cannot. */
export async function download(file: Attachment): Promise<void> {
  const address = URL.createObjectURL(await fetchFile(file.fileId))
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function Chip({ file }: { file: Attachment }) {
  const my = keep(() => ({ failed: false }))
  const done = (failed: boolean) => {
    my.failed = failed
    draw()
  }
  return (
    <button class="file" title={t('download', { name: file.name })} onclick={() => download(file).then(() => done(false), () => done(true))}>
      <Icon d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4" />
      <span>
        <b>{file.name}</b>
        <small>{my.failed ? t('trouble') : size(file.size)}</small>
      </span>
    </button>
  )
}

/** Something recorded, played in its place. It is decoded here: the page's policy may forbid sound from elsewhere. */
function Voice({ file }: { file: Attachment }) {
  const my = keep(() => ({ sound: null as AudioContext | null, failed: false }))
  const stop = () => {
    if (my.sound) void my.sound.close()
    my.sound = null
    draw()
  }
  effect(() => () => my.sound && stop(), [file.fileId])
  const play = async () => {
    if (my.sound) return stop()
    const sound = (my.sound = new AudioContext())
    draw()
    try {
      const source = sound.createBufferSource()
      source.buffer = await sound.decodeAudioData(await new Response(await fetchFile(file.fileId)).arrayBuffer())
      source.connect(sound.destination)
      source.onended = () => my.sound === sound && stop()
      source.start()
    } catch {
      my.failed = my.sound === sound
      if (my.failed) stop()
    }
  }
  if (my.failed) return <Chip file={file} />
  const name = file.name.replace(/\.\w+$/, '')
  return (
    <button class="file" aria-label={t(my.sound ? 'stop' : 'play', { name })} aria-pressed={String(!!my.sound)} onclick={play}>
      <Icon d={my.sound ? 'M8 6v12M16 6v12' : 'M8 5v14l11-7z'} />
      <span>
        <b>{name}</b>
        <small>{size(file.size)}</small>
      </span>
    </button>
  )
}

/**
 * A picture, drawn on a canvas: the page's policy may forbid pictures from a blob, and the token keeps them from having an
 * address of their own.
 */
function Shot({ file }: { file: Attachment }) {
  const canvas = keep(() => ({ current: null as HTMLCanvasElement | null }))
  const my = keep(() => ({ failed: false, large: false }))
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }
  effect(() => {
    const on = canvas.current
    if (on) fetchFile(file.fileId, true).catch(() => fetchFile(file.fileId)).then((blob) => paint(on, blob)).catch(() => set({ failed: true }))
  }, [file.fileId])
  if (my.failed) return <Chip file={file} />
  const width = file.width ?? 200
  const height = file.height ?? 150
  const scale = Math.min(1, 280 / width, 260 / height)
  return (
    <>
      <button class="shot" aria-label={t('enlarge', { name: file.name })} onclick={() => set({ large: true })}>
        <canvas ref={canvas} width={Math.round(width * scale)} height={Math.round(height * scale)} />
      </button>
      {my.large && <Viewer file={file} close={() => set({ large: false })} />}
    </>
  )
}
