import type { Chat } from '../chat'
import type { Attachment } from '../types'
import { t } from '../words'
import { effect, h, keep } from './dom'
import { Clip, Send, Smile } from './icons'
import { later } from './later'

const Emoji = later(() => import('./Emoji').then((module) => module.Emoji))
const Uploads = later(() => import('./Uploads').then((module) => module.Uploads))

const LONGEST = 10_000

export type Upload = { file: File; done?: Attachment; failed?: string }
/** What is being written; the later parts change it too. */
export type Writing = { text: string; files: Upload[]; note: string; emoji: boolean; dropping: boolean; /** Files that wait for the part that uploads them. */ given: File[] }

/** Where messages are written. A draft outlives the page. */
export function Composer({ chat }: { chat: Chat }) {
  const { load, names, remove, save } = chat.shell.tools
  const draft = names(chat.shell.key).draft
  const my = keep<Writing>(() => ({ text: load(draft, ''), files: [], note: '', emoji: false, dropping: false, given: [] }))
  const field = keep(() => ({ current: null as HTMLTextAreaElement | null }))
  const picker = keep(() => ({ current: null as HTMLInputElement | null }))
  const { files, text } = my
  const head = chat.conversation()
  const ready = files.every((each) => each.done || each.failed !== undefined) && !my.given.length && (text.trim() || files.some((each) => each.done))
  const set = (change: Partial<Writing>) => {
    Object.assign(my, change)
    chat.draw()
  }
  const focus = () => field.current && field.current.focus()

  effect(() => {
    const area = field.current
    if (area) {
      area.style.height = 'auto'
      area.style.height = `${Math.min(132, Math.max(44, area.scrollHeight))}px`
    }
    if (text) save(draft, text)
    else remove(draft)
  }, [text])

  const type = (text: string) => {
    set({ text, note: text.length >= LONGEST ? t('tooLong') : '' })
    chat.typing(!!text.trim())
  }

  const add = (from: DataTransfer | HTMLInputElement | null): boolean => {
    const given = from && chat.config.files ? Array.from(from.files || []) : []
    if (given.length) set({ given: [...my.given, ...given] })
    return given.length > 0
  }

  const send = () => {
    if (!ready) return
    if (!chat.send(text, files.flatMap((each) => each.done || []))) return set({ note: t('full') })
    set({ text: '', files: [], note: '', emoji: false })
    focus()
  }

  const insert = (glyph: string) => {
    const area = field.current
    if (!area) return
    const at = area.selectionStart
    type((text.slice(0, at) + glyph + text.slice(area.selectionEnd)).slice(0, LONGEST))
    setTimeout(() => {
      focus()
      area.selectionStart = area.selectionEnd = at + glyph.length
    })
  }

  return (
    <div
      class="composer"
      ondragover={(event) => {
        if (!chat.config.files) return
        event.preventDefault()
        if (!my.dropping) set({ dropping: true })
      }}
      ondragleave={() => set({ dropping: false })}
      ondrop={(event) => {
        set({ dropping: false })
        if (add(event.dataTransfer)) event.preventDefault()
      }}
    >
      {my.emoji && (
        <Emoji
          chat={chat}
          pick={insert}
          close={() => {
            set({ emoji: false })
            focus()
          }}
        />
      )}
      <div class="box">
        {(files.length > 0 || my.given.length > 0 || my.dropping) && <Uploads chat={chat} my={my} />}
        <div class="line">
          {chat.config.files && (
            <button type="button" class="tool" aria-label={t('attach')} onclick={() => picker.current && picker.current.click()}>
              <Clip />
            </button>
          )}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onchange={(event) => {
              add(event.currentTarget)
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
            onpaste={(event) => add(event.clipboardData) && event.preventDefault()}
          />
          <button type="button" class="tool" aria-label={t('emoji')} aria-expanded={my.emoji} onclick={() => set({ emoji: !my.emoji })}>
            <Smile />
          </button>
          <button type="button" class="go" aria-label={t('send')} disabled={!ready} onclick={send}>
            <Send />
          </button>
        </div>
      </div>
      <div role="status">{my.note && <p class="note">{my.note}</p>}</div>
    </div>
  )
}
