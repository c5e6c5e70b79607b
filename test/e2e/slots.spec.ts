import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './support/test'

test('answers that fit stand above the text field, are taken by key, counted, put away and switched off', async ({ world }) => {
  const desk = await world.desk('admin', { lang: 'en' })
  const { say } = desk
  const { page } = desk
  const shop = await world.shop({ lang: 'en' })
  const mark = String(Date.now()).slice(-6)
  await shop.open()
  await shop.write(`Hello ${mark}`)
  await desk.inbox('all')
  const asked = page.waitForResponse((answer) => answer.url().includes('/suggestions'))
  await desk.open(`Hello ${mark}`)
  const slot = desk.thread.getByRole('group', { name: say('slots.suggestions') })
  // A greeting has no answer; the search was asked and nothing is shown.
  expect(((await (await asked).json()) as { items: unknown[] }).items).toEqual([])
  await expect(slot).toBeHidden()

  const before = await desk.field.boundingBox()
  const focused = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 60))
  const held = await focused()
  await shop.write(`How long is the warranty? ${mark}`)
  await expect(slot).toBeVisible()
  expect((await desk.field.boundingBox())?.y).toBeCloseTo(before?.y ?? -1, 0) // nothing moves under the hand
  expect(await focused()).toBe(held)
  await expect(slot.getByRole('button').first()).toContainText(/warranty/i)
  const uses = async () => (await desk.api<{ items: { uses: number }[] }>('GET', `/faq/questions?q=${encodeURIComponent('How long is the warranty')}`)).items[0]?.uses ?? -1
  const used = await uses()
  await slot.getByRole('button', { name: say('slots.take', { title: 'How long is the warranty?' }) }).click()
  await expect(desk.field).toHaveValue(/Two years for the device/)
  await expect(desk.field).toBeFocused()
  await expect(slot).toBeHidden()
  const counted = page.waitForResponse((answer) => answer.url().includes('/faq/questions/') && answer.url().endsWith('/uses'))
  await page.keyboard.press('Control+Enter')
  expect((await counted).status()).toBe(204)
  expect(await uses()).toBe(used + 1)

  // Chinese, with the keys alone.
  await shop.write(`优惠券用不了怎么回事${mark}`)
  await expect(slot).toBeVisible()
  await page.keyboard.press('Control+Alt+Digit0')
  await expect(slot).toBeHidden()
  await shop.write(`请问能开发票吗 ${mark}`)
  await expect(slot).toBeVisible()
  await page.keyboard.press('Control+Alt+Digit1')
  await expect(desk.field).toHaveValue(/发票/)
  await desk.blank()

  await page.goto('/settings/preferences')
  const toggle = async () => {
    const kept = page.waitForResponse((answer) => answer.url().endsWith('/users/me') && answer.request().method() === 'PATCH')
    await page.getByRole('switch', { name: say('slots.pref.on') }).click()
    expect((await kept).status()).toBe(200)
  }
  await toggle()
  await shop.write(`什么时候发货？${mark}`)
  await desk.inbox('all')
  await desk.open(mark)
  await expect(desk.log.getByText(`什么时候发货？${mark}`)).toBeVisible()
  await expect(slot).toBeHidden()
  await page.goto('/settings/preferences')
  await toggle()
})

/** What the server below makes of a text in Latin letters. */
const chineseOf = (text: string) => `中文译文：${text.replace(/[a-z]/gi, '').trim()}`

/** A translation server of one's own, with the interface of LibreTranslate. */
async function libre(): Promise<{ server: Server; url: string; down: (now: boolean) => void }> {
  let broken = false
  const server = createServer((request, answer) => {
    let raw = ''
    request.on('data', (piece: Buffer) => (raw += piece.toString()))
    request.on('end', () => {
      const say = (status: number, body: unknown) => answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (broken) return say(500, { error: 'out of order' })
      if (request.url === '/languages') return say(200, ['en', 'zh-Hans', 'fr'].map((code) => ({ code, name: code, targets: ['en', 'zh-Hans', 'fr'] })))
      const asked = JSON.parse(raw) as { q: string; source?: string; target?: string; api_key?: string }
      if (asked.api_key !== 'k-123') return say(403, { error: 'Invalid API key' })
      const found = /[\u4e00-\u9fff]/.test(asked.q) ? 'zh-Hans' : 'en'
      if (request.url === '/detect') return say(200, [{ language: found, confidence: 99 }])
      return say(200, { translatedText: asked.target === 'zh-Hans' ? chineseOf(asked.q) : `${asked.target}: ${asked.q}`, ...(asked.source === 'auto' ? { detectedLanguage: { language: found, confidence: 99 } } : {}) })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, down: (now) => (broken = now) }
}

test('a translation server is named and tested; messages and replies are translated; without it nothing is shown', async ({ world }) => {
  const { server, url, down } = await libre()
  world.watch.allow(/(422|503) .*\/api\/v1\//)
  world.watch.allow(/status of (422|503)/)
  const desk = await world.desk('admin', { lang: 'en' })
  const { say } = desk
  const { page } = desk
  const shop = await world.shop({ lang: 'en' })
  const mark = String(Date.now()).slice(-6)
  const chinese = `你们的机器人能扫地毯吗${mark}`
  await shop.open()
  await shop.write(chinese)
  await desk.inbox('all')
  await desk.open(mark)
  await expect(desk.log.getByText(chinese, { exact: true })).toBeVisible()
  const ask = desk.log.getByRole('button', { name: say('translation.do') })
  await expect(ask).toBeHidden()

  await page.goto('/settings/translation')
  await page.getByRole('textbox', { name: say('translation.url') }).fill(url)
  await page.getByLabel(say('translation.key'), { exact: true }).fill('wrong')
  await page.getByRole('button', { name: say('translation.test') }).click()
  await expect(page.getByText(/does not accept the key/)).toBeVisible()
  await page.getByLabel(say('translation.key'), { exact: true }).fill('k-123')
  await page.getByRole('button', { name: say('translation.test') }).click()
  await expect(page.getByText(/中文译文/)).toBeVisible()
  await page.getByRole('switch', { name: say('translation.on') }).click()
  await page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(page.getByText(say('translation.key.kept'))).toBeVisible()

  // The original stays, its translation stands below.
  await desk.inbox('all')
  await desk.open(mark)
  await ask.first().click()
  await expect(desk.log.getByText(`en: ${chinese}`, { exact: true })).toBeVisible()
  await expect(desk.log.getByText(chinese).first()).toBeVisible()

  // What is to be sent becomes the customer's language; what was written stays in sight and can be had back.
  const reply = `Yes, short carpets ${mark}`
  await desk.field.fill(reply)
  const translate = desk.thread.getByRole('button', { name: say('translation.draft'), exact: true })
  down(true)
  await translate.click()
  await expect(desk.thread.getByText(/out of order/)).toBeVisible()
  await expect(desk.field).toHaveValue(reply)
  down(false)
  await desk.thread.getByRole('button', { name: say('common.retry'), exact: true }).click()
  await expect(desk.field).toHaveValue(chineseOf(reply))
  await expect(desk.thread.getByText(reply, { exact: false }).first()).toBeVisible()
  await desk.thread.getByRole('button', { name: say('translation.back') }).click()
  await expect(desk.field).toHaveValue(reply)
  await translate.click()
  await expect(desk.field).toHaveValue(chineseOf(reply))
  await desk.field.press('Control+Enter')
  await expect(shop.log.getByText(chineseOf(reply), { exact: true })).toBeVisible()
  await expect(desk.thread.getByText(say('translation.original'))).toBeHidden()
  await ask.last().click()
  await expect(desk.log.getByText(say('translation.written'))).toBeVisible()
  await expect(desk.log.getByText(reply, { exact: true })).toBeVisible()

  // A colleague who has messages translated reads both sides without asking.
  const other = await world.desk('supervisor', { lang: 'en' })
  const me = await other.api<{ user: { preferences: object } }>('GET', '/session')
  await other.api('PATCH', '/users/me', { preferences: { ...me.user.preferences, translate: 'on' } })
  await other.inbox('all', desk.current())
  await expect(other.log.getByText(`en: ${chinese}`, { exact: true })).toBeVisible()
  await expect(other.log.getByText(reply, { exact: true })).toBeVisible()

  // Off again: nothing is left to be seen.
  await page.goto('/settings/translation')
  await page.getByRole('switch', { name: say('translation.on') }).click()
  await page.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(page.getByText(say('common.saved')).first()).toBeVisible()
  await desk.inbox('all')
  await desk.open(mark)
  await expect(desk.log.getByText(chinese, { exact: true })).toBeVisible()
  await expect(desk.log.locator('[data-translation]')).toHaveCount(0)
  await other.api('PATCH', '/users/me', { preferences: me.user.preferences })
  server.close()
})
