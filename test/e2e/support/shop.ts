import { expect, type Locator, type Page } from '@playwright/test'
import { say, type Lang } from './words'

/** A visitor: the shop's page and the chat on it. Playwright looks through the open shadow root by itself. */
export class Shop {
  readonly say: ReturnType<typeof say>
  readonly root: Locator
  readonly launcher: Locator
  readonly panel: Locator

  constructor(
    readonly page: Page,
    readonly lang: Lang,
  ) {
    this.say = say(lang)
    this.root = page.locator('#frontdesk-widget')
    this.launcher = this.root.locator('.launcher')
    this.panel = this.root.getByRole('dialog')
  }

  get field(): Locator {
    return this.panel.getByRole('textbox', { name: this.say('widget.write') })
  }

  get log(): Locator {
    return this.panel.getByRole('log')
  }

  async open(): Promise<void> {
    // A fresh tab loads the whole shop first.
    await this.page.waitForLoadState()
    await this.launcher.click()
    await expect(this.field).toBeVisible()
  }

  /** Writes, and sees that it was sent: a message is shown at once, but the desk has it only then. */
  async write(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
    await expect(this.log.getByText(text, { exact: true })).toBeVisible()
    await expect(this.log.getByText(new RegExp(`^(${this.say('widget.sending')}|${this.say('widget.waiting')})$`))).toHaveCount(0)
  }

  /** Everything that was said, in order. */
  said(): Promise<string[]> {
    return this.log.locator('.bubble:not(.dots)').allInnerTexts()
  }
}
