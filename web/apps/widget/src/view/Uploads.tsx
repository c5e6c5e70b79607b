import type { Chat } from '../chat'
import { wear } from '../style'
import type { Attachment } from '../types'
import { t } from '../words'
import type { Upload, Writing } from './Composer'
import { effect, Fragment, h } from './dom'
import { Close } from './icons'
import css from './uploads.css?inline'

const MOST_FILES = 10

const upload = (chat: Chat, file: File) =>
  chat.visit
    .read<Omit<Attachment, 'fileId'> & { id: string }>(`files?name=${encodeURIComponent(file.name)}`, { body: file, timeout: 300_000 })
    .then(({ id, name, size, mime, width, height }): Attachment => ({ fileId: id, name, size, mime, width, height }))

/** The files of a message that is being written. They are uploaded at once and attached when the message is sent. */
export function Uploads({ chat, my }: { chat: Chat; my: Writing }) {
  wear(chat.shell.root, css)
  effect(() => {
    const given = my.given.splice(0)
    if (!given.length) return
    const room = MOST_FILES - my.files.length
    my.note = given.length > room ? t('tooManyFiles') : ''
    for (const file of given.slice(0, room)) {
      const each: Upload = { file }
      my.files = [...my.files, each]
      upload(chat, file)
        .then(
          (done) => (each.done = done),
          (error: { detail?: string }) => (each.failed = error.detail || t('fileFailed', { name: file.name })),
        )
        .then(chat.draw)
    }
    chat.draw()
  }, [my.given.length])
  return (
    <>
      {my.files.length > 0 && (
        <ul class="chips">
          {my.files.map((each) => (
            <li class={`chip${each.failed ? ' bad' : ''}`}>
              {!each.done && !each.failed && <i class="spin" />}
              <span>{each.failed || each.file.name}</span>
              <button
                type="button"
                aria-label={t('remove', { name: each.file.name })}
                onclick={() => {
                  my.files = my.files.filter((other) => other !== each)
                  chat.draw()
                }}
              >
                <Close />
              </button>
            </li>
          ))}
        </ul>
      )}
      {my.dropping && <div class="dropping">{t('drop')}</div>}
    </>
  )
}
