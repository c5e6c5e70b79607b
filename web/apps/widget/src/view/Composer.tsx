import * as chat from '../chat'
import { draw, tools } from '../shell'
import type { Attachment } from '../types'
import { t } from '../words'
import { Tool } from './buttons'
import { effect, h, keep } from './dom'
import { later } from './later'

const Answer = later(() => import('./Answer'))
const Emoji = later(() => import('./Emoji'))
const Typed = later(() => import('./Typed'))
const Uploads = later(() => import('./Uploads'))

const LONGEST = 10_000

export type Upload = { file: File; done?: Attachment; failed?: string }
/** What is being written; the later parts change it too. */
export type Writing = { text: string; files: Upload[]; note: '' | 'tooLong' | 'full' | 'tooManyFiles'; emoji: boolean; dropping: boolean; /** Files that wait for the part that uploads them. */ given: File[] }

/** Where messages are written. A draft outlives the page. */
export function Composer() {
  const my = keep<Writing>(() => ({ text: tools.load('draft', ''), files: [], note: '', emoji: false, dropping: false, given: [] }))
  const field = keep(() => ({ current: null as HTMLTextAreaElement | null }))
  const picker = keep(() => ({ current: null as HTMLInputElement | null }))
  const { files, text } = my
  const takes = chat.config.files
  const head = chat.conversation()
  // Asked of what is written now: Enter may come before the last letter was drawn.
  const ready = () => my.files.every((each) => each.done || each.failed !== undefined) && !my.given.length && (my.text.trim() || my.files.some((each) => each.done))
  const set = (change: Partial<Writing>) => {
    Object.assign(my, change)
    draw()
  }

  effect(() => {
    const area = field.current
    if (area) {
      area.style.height = 'auto'
      area.style.height = `${Math.min(132, Math.max(44, area.scrollHeight))}px`
    }
    tools.save('draft', text || undefined)
  }, [text])

  const type = (text: string) => {
    set({ text, note: text.length < LONGEST ? '' : 'tooLong' })
    chat.typing(!!text.trim())
  }

  const add = (event: Event, from: DataTransfer | HTMLInputElement | null) => {
    const given = from && takes ? Array.from(from.files || []) : []
    if (!given.length) return
    event.preventDefault()
    set({ given: [...my.given, ...given] })
  }

  const drag = (event: DragEvent) => {
    if (!takes) return
    event.preventDefault()
    set({ dropping: event.type === 'dragover' })
    add(event, event.dataTransfer)
  }

  const send = () => {
    if (!ready()) return
    if (!chat.send(my.text, my.files.flatMap((each) => each.done || []), chat.answering)) return set({ note: 'full' })
    chat.answer()
    set({ text: '', files: [], note: '', emoji: false })
    if (field.current) field.current.focus()
  }

  return (
    <div
      class="composer"
      ondragover={drag}
      ondragleave={drag}
      ondrop={drag}
    >
      {my.emoji && <Emoji field={field} type={type} close={() => set({ emoji: false })} />}
      {chat.answering && <Answer />}
      <div class="box">
        {(files.length > 0 || my.given.length > 0 || my.dropping) && <Uploads my={my} />}
        <div class="line">
          {takes && (
            <Tool
              name={t('attach')}
              act={() => picker.current && picker.current.click()}
              d="M20.5 11.5l-8.3 8.3a5.3 5.3 0 0 1-7.5-7.5l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.6a1.8 1.8 0 0 1-2.5-2.5l7.9-7.9"
            />
          )}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onchange={(event) => {
              add(event, event.currentTarget)
              event.currentTarget.value = ''
            }}
          />
          <textarea
            ref={field}
            rows={1}
            value={text}
            maxLength={LONGEST}
            placeholder={t(head && head.status === 'resolved' ? 'writeOn' : 'write')}
            aria-label={t('write')}
            enterkeyhint="send"
            oninput={(event) => type(event.currentTarget.value)}
            onblur={() => chat.typing(false)}
            onkeydown={(event) => {
              // Enter also ends a composition of an input method; Safari says so only by the old code.
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
              event.preventDefault()
              send()
            }}
            onpaste={(event) => add(event, event.clipboardData)}
          />
          <Tool
            name={t('emoji')}
            shown={my.emoji}
            act={() => set({ emoji: !my.emoji })}
            d={tools.smile}
          />
          <Tool kind="go" name={t('send')} off={!ready()} act={send} d="M5 12h14M13 6l6 6-6 6" />
        </div>
      </div>
      {chat.config.preview && <Typed text={text} />}
      <div role="status">{my.note && <p class="note">{t(my.note)}</p>}</div>
    </div>
  )
}
