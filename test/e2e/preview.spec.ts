import type { Locator } from '@playwright/test'
import { expect, test } from './support/test'

/** What makes a part look as it does. */
const LOOKS = [
  'background-color', 'color', 'font-family', 'font-size', 'font-weight', 'line-height', 'letter-spacing', 'padding', 'gap', 'display',
  'border-bottom', 'border-radius', 'max-width', 'min-height', 'align-self', 'text-align',
]
const PARTS = ['.fd', '.head', '.face.tile', '.head h2', '.head p', '.head .tool', '.faces', '.welcome h3', '.day', '.msg.mine', '.msg.mine .bubble', '.state', '.composer', '.box', '.line .tool', '.go']

const look = (part: Locator) =>
  part.evaluate((node, names) => {
    const style = getComputedStyle(node)
    // The preview is drawn smaller, which moves a line of one pixel to the next whole one of the screen.
    const whole = (text: string) => text.replace(/\d+\.\d+(?=px)/g, (size) => String(Math.round(Number(size))))
    return Object.fromEntries(names.map((name) => [name, whole(style.getPropertyValue(name))]))
  }, LOOKS)
const drawings = (inside: Locator, parts: readonly string[]) => Promise.all(parts.map((part) => inside.locator(part).locator('path').first().getAttribute('d')))

for (const theme of ['light', 'dark'] as const)
  test(`the preview in the settings looks as the widget does: ${theme}`, async ({ world }) => {
    const desk = await world.desk('admin', { theme })
    const channel = (await desk.api<{ items: { id: string }[] }>('GET', '/channels')).items[0]?.id ?? ''
    await desk.page.goto(`/settings/channels/${channel}/appearance`)
    const preview = desk.page.getByRole('img', { name: desk.say('channels.preview') })
    await expect(preview.locator('.bubble').first()).toBeAttached()

    const shop = await world.shop({ theme, lang: world.lang })
    await shop.open()
    await shop.write('你好，想问一下发货时间')
    await shop.launcher.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await shop.page.mouse.move(5, 5)
    await expect(shop.panel.locator('.state')).toHaveText(new RegExp(`${shop.say('widget.sent')}|${shop.say('widget.seen')}`))

    for (const part of PARTS) {
      const [drawn, real] = [await look(preview.locator(part).first()), await look(shop.root.locator(part).first())]
      // The size of the panel follows the room there is.
      if (part === '.fd') delete drawn['max-width'], delete real['max-width']
      expect.soft(drawn, part).toEqual(real)
    }
    const drawn = ['.head .tool', '.line .tool:first-child', '.line .tool:not(:first-child)', '.go', '.launcher']
    expect(await drawings(preview, drawn)).toEqual(await drawings(shop.root, drawn))
    expect(await preview.locator('.head p').textContent()).toBe(await shop.panel.locator('.head p').textContent())
  })
