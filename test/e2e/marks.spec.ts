import type { Desk } from './support/desk'
import { expect, test } from './support/test'

type Sent = { items: { attachments?: { fileId: string; mime: string; name: string }[] }[] }
const filesOf = async (desk: Desk) => (await desk.api<Sent>('GET', `/conversations/${desk.current()}/entries?limit=20`)).items.flatMap((entry) => entry.attachments ?? [])

/** A screenshot with a number in the middle, out of the clipboard. */
async function pasteScreenshot(desk: Desk, name: string): Promise<void> {
  await desk.field.focus()
  await desk.field.evaluate(async (node, file) => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 400
    const to = canvas.getContext('2d')
    if (!to) throw new Error('no canvas')
    to.fillStyle = '#ffffff'
    to.fillRect(0, 0, 640, 400)
    to.fillStyle = '#ff00ff'
    to.font = '40px sans-serif'
    to.textAlign = 'center'
    to.fillText('13800138000', 320, 200)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    const data = new DataTransfer()
    data.items.add(new File([blob ?? ''], file, { type: 'image/png' }))
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }))
  }, name)
}
/** How many pixels of a file have the colour of the number. */
const secret = (desk: Desk, file: string) =>
  desk.page.evaluate(async (id) => {
    const picture = await createImageBitmap(await (await fetch(`/api/v1/files/${id}`)).blob())
    const canvas = document.createElement('canvas')
    canvas.width = picture.width
    canvas.height = picture.height
    const to = canvas.getContext('2d')
    if (!to) throw new Error('no canvas')
    to.drawImage(picture, 0, 0)
    const { data } = to.getImageData(0, 0, picture.width, picture.height)
    let found = 0
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 0) > 150 && (data[i + 1] ?? 0) < 120 && (data[i + 2] ?? 0) > 150) found++
    return { found, width: picture.width, height: picture.height }
  }, file)

test('part of a screenshot is masked by keyboard, and is not in what the customer gets', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  const question = `订单截图 ${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  const uploaded = desk.page.waitForResponse((answer) => answer.url().includes('/api/v1/files?'))
  await pasteScreenshot(desk, '截图.png')
  const original = ((await (await uploaded).json()) as { id: string }).id
  expect((await secret(desk, original)).found).toBeGreaterThan(500)

  await desk.thread.getByRole('button', { name: desk.say('inbox.compose.annotate', { name: '截图.png' }) }).press('Enter')
  const dialog = desk.page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: desk.say('thread.draw.add') })).toBeEnabled()
  await dialog.getByRole('button', { name: desk.say('thread.draw.add') }).press('Enter')
  const mask = dialog.getByRole('button', { name: `${desk.say('thread.draw.box')} 1` })
  await expect(mask).toBeFocused()
  for (let i = 0; i < 12; i++) await desk.page.keyboard.press('ArrowLeft')
  for (let i = 0; i < 3; i++) await desk.page.keyboard.press('ArrowUp')
  for (let i = 0; i < 24; i++) await desk.page.keyboard.press('Shift+ArrowRight')
  for (let i = 0; i < 6; i++) await desk.page.keyboard.press('Shift+ArrowDown')
  await dialog.getByRole('button', { name: desk.say('thread.draw.text'), exact: true }).click()
  await dialog.getByRole('button', { name: desk.say('thread.draw.add') }).press('Enter')
  await expect(dialog.getByRole('textbox', { name: desk.say('thread.draw.words') })).toBeFocused()
  await desk.page.keyboard.type('手机号')
  await dialog.getByRole('button', { name: desk.say('thread.draw.arrow'), exact: true }).click()
  const canvas = await dialog.getByRole('img').boundingBox()
  if (!canvas) throw new Error('no canvas')
  await desk.page.mouse.move(canvas.x + 30, canvas.y + canvas.height - 30)
  await desk.page.mouse.down()
  await desk.page.mouse.move(canvas.x + 160, canvas.y + canvas.height - 120, { steps: 4 })
  await desk.page.mouse.up()
  await expect(dialog.getByRole('button', { name: `${desk.say('thread.draw.arrow')} 3` })).toBeFocused()
  const again = desk.page.waitForResponse((answer) => answer.url().includes('/api/v1/files?'))
  await dialog.getByRole('button', { name: desk.say('thread.draw.save') }).click()
  await again
  await expect(dialog).toHaveCount(0)
  await desk.field.press('Control+Enter')
  await expect(shop.log.locator('canvas, img').first()).toBeVisible()
  const sent = await filesOf(desk)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.fileId).not.toBe(original)
  expect(await secret(desk, sent[0]?.fileId ?? '')).toEqual({ found: 0, width: 640, height: 400 })
  await expect.poll(async () => (await desk.page.request.get(`/api/v1/files/${original}`)).status()).toBe(404)
})

test('a voice note is recorded, sent, and played in its place', async ({ world }) => {
  const shop = await world.shop()
  const desk = await world.desk('linwei')
  await desk.page.addInitScript(() => {
    // A tone instead of the microphone of the machine.
    navigator.mediaDevices.getUserMedia = async () => {
      const sound = new AudioContext()
      const tone = sound.createOscillator()
      const out = sound.createMediaStreamDestination()
      tone.connect(out)
      tone.start()
      return out.stream
    }
  })
  const question = `怎么安装？${Date.now()}`
  await shop.open()
  await shop.write(question)
  await desk.inbox('all')
  await desk.open(question)
  await desk.thread.getByRole('button', { name: desk.say('inbox.compose.voice') }).click()
  const bar = desk.thread.getByRole('group', { name: desk.say('thread.voice.record') })
  await expect(bar.getByRole('timer')).toHaveText('0:02', { timeout: 15_000 })
  await bar.getByRole('button', { name: desk.say('thread.voice.done') }).click()
  await expect(bar).toHaveCount(0)
  await expect(desk.thread.getByRole('button', { name: /(语音消息|Voice message) 0/ })).toBeVisible()
  await expect(desk.field).toBeFocused()
  await desk.field.press('Control+Enter')
  const note = desk.log.getByRole('group', { name: /语音消息|Voice message/ })
  await expect(note).toContainText(/0:0[1-9]/)
  expect((await filesOf(desk)).map((file) => file.mime)).toEqual(['audio/wav'])
  const speed = note.getByRole('button', { name: desk.say('thread.voice.speed', { n: 1 }) })
  await speed.click()
  await expect(note.getByRole('button', { name: desk.say('thread.voice.speed', { n: 1.25 }) })).toBeVisible()
  const place = note.getByRole('slider')
  await expect(place).toBeEnabled()
  await place.fill('1')
  await note.getByRole('button', { name: desk.say('thread.voice.play') }).click()
  await expect.poll(async () => Number(await place.inputValue())).toBeGreaterThan(1)
  await expect(note.getByRole('button', { name: desk.say('thread.voice.play') })).toBeVisible({ timeout: 15_000 }) // it has ended
  const heard = shop.log.getByRole('button', { name: /语音消息|Voice message/ })
  await heard.click()
  await expect(heard).toHaveAttribute('aria-pressed', 'true')
  await expect(heard).toHaveAttribute('aria-pressed', 'false', { timeout: 15_000 })
})
