import { read } from '../session'
import { draw } from '../shell'
import type { Attachment } from '../types'
import { t } from '../words'
import type { Upload, Writing } from './Composer'
import { effect, Fragment, h } from './dom'
import { CLOSE, Tool } from './buttons'
import css from './uploads.css?inline'

export { css, Uploads as part }

const MOST_FILES = 10

const upload = (file: File) =>
  read<Omit<Attachment, 'fileId'> & { id: string }>(`files?name=${encodeURIComponent(file.name)}`, { body: file.type ? file : new Blob([file], { type: 'application/octet-stream' }), timeout: 300_000 }).then(({ id, name, size, mime, width, height }): Attachment => ({ fileId: id, name, size, mime, width, height }))

/** The files of a message that is being written. They are uploaded at once and attached when the message is sent. */
function Uploads({ my }: { my: Writing }) {
  effect(() => {
    const given = my.given.splice(0)
    if (!given.length) return
    const room = MOST_FILES - my.files.length
    my.note = given.length > room ? 'tooManyFiles' : ''
    for (const file of given.slice(0, room)) {
      const each: Upload = { file }
      my.files = [...my.files, each]
      upload(file)
        .then(
          (done) => (each.done = done),
          (error: { detail?: string }) => (each.failed = error.detail || t('fileFailed', { name: file.name })),
        )
        .then(draw)
    }
    draw()
  }, [my.given.length])
  return (
    <>
      {my.files.length > 0 && (
        <ul class="chips">
          {my.files.map((each) => (
            <li class={`chip${each.failed ? ' bad' : ''}`}>
              {!each.done && !each.failed && <i class="spin" />}
              <span>{each.failed || each.file.name}</span>
              <Tool
                kind=""
                name={t('remove', { name: each.file.name })}
                d={CLOSE}
                act={() => {
                  my.files = my.files.filter((other) => other !== each)
                  draw()
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {my.dropping && <div class="dropping">{t('drop')}</div>}
    </>
  )
}
