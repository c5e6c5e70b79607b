import { Component, createRef, h } from 'preact'
import type { Chat } from '../chat'
import type { Attachment, Shell } from '../types'
import { t } from '../words'
import { Clip, Send, Smile } from './icons'
import { later } from './later'

const Emoji = later(() => import('./Emoji').then((module) => module.Emoji))
const Uploads = later(() => import('./Uploads').then((module) => module.Uploads))

const LONGEST = 10_000
const MOST_FILES = 10

export type Upload = { id: number; file: File; done?: Attachment; failed?: string }
type Props = { shell: Shell; chat?: Chat }
type State = { text: string; files: Upload[]; note: string; focus: boolean; emoji: boolean; dropping: boolean }

let uploads = 0

/** Where messages are written. A draft outlives the page. */
export class Composer extends Component<Props, State> {
  private readonly field = createRef<HTMLTextAreaElement>()
  private readonly picker = createRef<HTMLInputElement>()
  private readonly draft = this.props.shell.tools.names(this.props.shell.key).draft
  override state: State = { text: this.props.shell.tools.load(this.draft, ''), files: [], note: '', focus: false, emoji: false, dropping: false }

  override componentDidMount(): void {
    this.fit()
  }

  override componentDidUpdate(_: Props, before: State): void {
    if (before.text === this.state.text) return
    this.fit()
    const { save, remove } = this.props.shell.tools
    if (this.state.text) save(this.draft, this.state.text)
    else remove(this.draft)
  }

  private fit(): void {
    const area = this.field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(132, Math.max(44, area.scrollHeight))}px`
  }

  private readonly type = (text: string) => {
    this.setState({ text, note: text.length >= LONGEST ? t('tooLong') : '' })
    this.props.chat?.typing(text.trim() !== '')
  }

  private get ready(): boolean {
    const { files, text } = this.state
    return !!this.props.chat && !files.some((each) => !each.done && each.failed === undefined) && (text.trim() !== '' || files.some((each) => each.done))
  }

  /** Uploads files at once; they are attached when the message is sent. */
  private add(list?: FileList | null): boolean {
    const { chat } = this.props
    const { files } = this.state
    if (!chat || !list || !list.length || !chat.config.files) return false
    const room = MOST_FILES - files.length
    const taken: Upload[] = Array.from(list).slice(0, room).map((file) => ({ id: ++uploads, file }))
    this.setState({ files: [...files, ...taken], note: list.length > room ? t('tooManyFiles') : '' })
    for (const { id, file } of taken) {
      const update = (change: Partial<Upload>) => this.setState((now) => ({ files: now.files.map((each) => (each.id === id ? { ...each, ...change } : each)) }))
      chat.upload(file).then(
        (done) => update({ done }),
        (error: { detail?: string }) => update({ failed: error.detail || t('fileFailed', { name: file.name }) }),
      )
    }
    return true
  }

  private readonly send = () => {
    const { chat } = this.props
    const { files, text } = this.state
    if (!chat || !this.ready) return
    if (!chat.send(text, files.flatMap((each) => each.done || []))) return this.setState({ note: t('full') })
    this.setState({ text: '', files: [], note: '', emoji: false })
    this.focus()
  }

  private focus(): void {
    this.field.current?.focus()
  }

  private readonly insert = (glyph: string) => {
    const area = this.field.current
    const { text } = this.state
    const at = area ? area.selectionStart : text.length
    this.type((text.slice(0, at) + glyph + text.slice(area ? area.selectionEnd : at)).slice(0, LONGEST))
    setTimeout(() => {
      this.focus()
      if (area) area.selectionStart = area.selectionEnd = at + glyph.length
    })
  }

  override render({ shell, chat }: Props, { text, files, note, focus, emoji, dropping }: State) {
    const config = chat ? chat.config : shell.config
    const head = chat && chat.conversation()
    return (
      <div
        class="composer"
        onDragOver={(event) => {
          if (!config.files) return
          event.preventDefault()
          this.setState({ dropping: true })
        }}
        onDragLeave={() => this.setState({ dropping: false })}
        onDrop={(event) => {
          this.setState({ dropping: false })
          if (this.add(event.dataTransfer?.files)) event.preventDefault()
        }}
      >
        {emoji && (
          <Emoji
            root={shell.root}
            pick={this.insert}
            close={() => {
              this.setState({ emoji: false })
              this.focus()
            }}
          />
        )}
        <div class={`box${focus ? ' focus' : ''}`}>
          {files.length > 0 && <Uploads files={files} remove={(file) => this.setState({ files: files.filter((each) => each !== file) })} />}
          <div class="line">
            {config.files && (
              <button type="button" class="tool" aria-label={t('attach')} onClick={() => this.picker.current?.click()}>
                <Clip />
              </button>
            )}
            <input
              ref={this.picker}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                this.add(event.currentTarget.files)
                event.currentTarget.value = ''
              }}
            />
            <textarea
              ref={this.field}
              rows={1}
              value={text}
              maxLength={LONGEST}
              placeholder={t(head && head.status === 'resolved' ? 'writeOn' : 'write')}
              aria-label={t('write')}
              enterkeyhint="send"
              onInput={(event) => this.type(event.currentTarget.value)}
              onFocus={() => this.setState({ focus: true })}
              onBlur={() => {
                this.setState({ focus: false })
                chat?.typing(false)
              }}
              onKeyDown={(event) => {
                // Enter also ends a composition of an input method; Safari says so only by the old code.
                if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
                event.preventDefault()
                this.send()
              }}
              onPaste={(event) => {
                if (this.add(event.clipboardData?.files)) event.preventDefault()
              }}
            />
            <button type="button" class="tool" aria-label={t('emoji')} aria-expanded={emoji} onClick={() => this.setState({ emoji: !emoji })}>
              <Smile />
            </button>
            <button type="button" class="go" aria-label={t('send')} disabled={!this.ready} onClick={this.send}>
              <Send />
            </button>
          </div>
        </div>
        <div role="status">{note && <p class="note">{note}</p>}</div>
        {dropping && <div class="dropping">{t('drop')}</div>}
      </div>
    )
  }
}
