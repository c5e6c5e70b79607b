import { expect, type Locator, type Page } from '@playwright/test'
import { say, type Lang } from './words'

type User = { id: string; name: string }

/** Somebody at the desk. */
export class Desk {
  readonly say: ReturnType<typeof say>

  constructor(
    readonly page: Page,
    readonly lang: Lang,
    /** The token against forged requests, for calls beside the page. */
    readonly token: string,
    readonly me: User,
  ) {
    this.say = say(lang)
  }

  /** Asks the API with the session of this browser. */
  async api<T = unknown>(method: string, path: string, data?: object): Promise<T> {
    const answer = await this.page.request.fetch(`/api/v1${path}`, { method, headers: { 'x-frontdesk-csrf': this.token }, ...(data ? { data } : {}) })
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
    const text = await answer.text()
    return (text ? JSON.parse(text) : undefined) as T
  }

  async inbox(view = 'all', conversation = ''): Promise<void> {
    await this.page.goto(`/inbox/${view}${conversation ? `/${conversation}` : ''}`)
    await expect(this.list.or(this.thread).first()).toBeVisible()
  }

  get list(): Locator {
    return this.page.getByRole('region', { name: this.say('inbox.pane.list'), exact: true })
  }

  get thread(): Locator {
    return this.page.getByRole('region', { name: this.say('inbox.pane.thread'), exact: true })
  }

  get log(): Locator {
    return this.thread.getByRole('log')
  }

  get field(): Locator {
    return this.thread.locator('textarea[data-composer]')
  }

  /** The row of the list that shows a text. */
  row(text: string): Locator {
    return this.list.getByRole('option').filter({ hasText: text })
  }

  async open(text: string): Promise<void> {
    await this.row(text).first().click()
    await expect(this.field).toBeVisible()
  }

  async reply(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Control+Enter')
    await expect(this.log.getByText(text, { exact: true })).toBeVisible()
  }

  async note(text: string): Promise<void> {
    await this.thread.getByRole('button', { name: this.say('inbox.compose.note'), exact: true }).click()
    await this.field.fill(text)
    await this.field.press('Control+Enter')
    await expect(this.log.getByText(text)).toBeVisible()
    await this.thread.getByRole('button', { name: this.say('inbox.compose.reply'), exact: true }).click()
  }

  /** Empties the composer; the draft on the server goes as well, so that nobody finds it later. */
  async blank(): Promise<void> {
    const gone = this.page.waitForResponse((answer) => answer.request().method() === 'DELETE' && /\/drafts?\b/.test(answer.url()))
    await this.field.fill('')
    await gone
  }
  /** The id in the address of the open conversation. */
  current(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? ''
  }
}

/** A small picture as a file of the clipboard, pasted into a field. */
export async function pastePicture(field: Locator, name: string): Promise<void> {
  await field.focus()
  await field.evaluate(async (node, file) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 64
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.fillStyle = '#2860dd'
    context.fillRect(8, 8, 48, 48)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    const data = new DataTransfer()
    data.items.add(new File([blob ?? ''], file, { type: 'image/png' }))
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }))
  }, name)
}
