import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './support/test'

const at = '上个月有个订单'

/** A visitor with orders on the page, who has written. */
async function shopper(url: string, key: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-frontdesk-widget': key, origin: url }
  const ask = async (method: string, path: string, data: object, token = '') => {
    const answer = await fetch(`${url}/api/v1/widget${path}`, { method, headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(data) })
    return { status: answer.status, body: answer.status === 204 ? undefined : ((await answer.json()) as { token?: string; errors?: { field: string }[] }) }
  }
  const token = (await ask('POST', '/session', { key, page: { url: `${url}/demo/`, title: 'Shop' } })).body?.token ?? ''
  const hostile = await ask('PUT', '/context', { cards: [{ kind: 'order', title: 'x', link: 'javascript:alert(1)' }] }, token)
  expect([hostile.status, hostile.body?.errors?.[0]?.field]).toEqual([422, 'cards[0].link'])
  const cards = [{ kind: 'order', number: 'SF-7781', title: '<b>空气净化器 A3</b>', amount: '¥1,299.00', status: '已签收', link: 'https://shop.example/orders/7781', facts: [{ label: '付款', value: '2026-10-12' }] }]
  expect((await ask('PUT', '/context', { cards }, token)).status).toBe(204)
  expect((await ask('POST', '/messages', { clientId: crypto.randomUUID(), body, attachments: [] }, token)).status).toBe(200)
}

test('a field is defined on screen, filled in beside the thread, searched for and kept as a segment', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  const mark = String(Date.now()).slice(-6)
  await page.goto('/settings/fields')
  await page.getByRole('button', { name: say('panel.define.add') }).first().click()
  const dialog = page.getByRole('dialog', { name: say('panel.define.new.customer') })
  await dialog.getByRole('textbox', { name: say('panel.define.nameZh'), exact: true }).fill(`等级${mark}`)
  await dialog.getByRole('combobox', { name: say('panel.define.kind') }).click()
  await page.getByRole('option', { name: say('panel.kind.choice'), exact: true }).click()
  const option = (number: string) => dialog.getByRole('textbox', { name: `${say('panel.define.option', { number })} · ${say('panel.define.nameZh')}` })
  await option('1').fill('金牌')
  await option('2').fill('银牌')
  await dialog.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(`等级${mark}`)).toBeVisible()

  await desk.inbox('all')
  await desk.list.getByRole('option').first().click()
  await expect(desk.field).toBeVisible()
  const side = page.getByRole('complementary', { name: say('inbox.pane.side') })
  const level = side.getByRole('combobox', { name: `等级${mark}` })
  const saved = page.waitForResponse((answer) => /\/customers\/[^/]+\/fields/.test(answer.url()) && answer.request().method() === 'PATCH')
  await level.click()
  await page.getByRole('option', { name: '金牌' }).click()
  expect((await saved).status()).toBe(200)
  await expect(level).toHaveText('金牌')

  await page.goto('/customers')
  await page.getByRole('button', { name: say('panel.filter'), exact: true }).click()
  const filter = page.getByRole('dialog', { name: say('panel.filter') })
  await filter.getByRole('combobox', { name: say('panel.condition.field') }).click()
  await page.getByRole('option', { name: `等级${mark}` }).click()
  await expect(filter.getByRole('combobox', { name: say('panel.condition.value') })).toHaveText('金牌')
  await expect(filter.getByText(say('panel.filter.found', { count: 1, number: '1' }))).toBeVisible()
  await filter.getByRole('checkbox', { name: say('panel.segment.keep') }).click()
  await filter.getByRole('textbox', { name: say('panel.segment.name') }).fill(`金牌客户${mark}`)
  await filter.getByRole('button', { name: say('common.save'), exact: true }).click()
  await expect(filter).toBeHidden()
  await expect(page.getByRole('combobox', { name: say('panel.segments') })).toHaveText(`金牌客户${mark}`)
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
  await page.getByRole('main').getByRole('listitem').getByRole('link').click()
  await expect(page.getByRole('link', { name: `金牌客户${mark}` })).toBeVisible()
  await expect(page.getByRole('combobox', { name: `等级${mark}` })).toHaveText('金牌')
})

test('colleagues write notes on a customer, and a conversation is marked and inspected', async ({ world, say }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  await desk.inbox('all')
  await desk.list.getByRole('option').nth(1).click()
  await expect(desk.field).toBeVisible()
  const side = page.getByRole('complementary', { name: say('inbox.pane.side') })
  const notes = side.getByRole('region', { name: say('panel.notes') })
  await notes.getByRole('button', { name: say('panel.notes.add') }).click()
  const guest = await world.desk('noah')
  // His bell may hold conversations that he may read no more.
  world.watch.allow(/404 .*\/conversations\/cnv_/)
  await notes.getByRole('textbox').pressSequentially(`喜欢电话联系 @${guest.me.name.slice(0, 2)}`)
  await notes.getByRole('option', { name: guest.me.name }).click()
  await notes.getByRole('textbox').press('Control+Enter')
  await expect(notes.getByText(`喜欢电话联系 @${guest.me.name}`)).toBeVisible()
  await guest.inbox('mine')
  await guest.page.getByRole('button', { name: new RegExp(`^${say('notices.open')}`) }).click()
  await guest.page.getByRole('button', { name: new RegExp(say('notices.mentionNote', { by: desk.me.name })) }).first().click()
  await expect(guest.page).toHaveURL(/\/customers\/cus_/)
  await expect(guest.page.getByText(`喜欢电话联系 @${guest.me.name}`)).toBeVisible()
  await notes.getByRole('button', { name: say('panel.notes.edit') }).first().click()
  await notes.getByRole('textbox').fill('喜欢下午电话联系')
  await notes.getByRole('button', { name: say('common.save') }).click()
  await expect(notes.getByText('喜欢下午电话联系')).toBeVisible()
  await expect(notes.getByText(say('panel.notes.edited'))).toBeVisible()

  await page.locator('body').press(']')
  await expect(side.getByRole('tab', { selected: true })).not.toHaveText(say('inbox.side.customer'))
  await side.getByRole('tab', { name: say('inbox.side.activity') }).click()
  await page.reload()
  await expect(side.getByRole('tab', { name: say('inbox.side.activity'), selected: true })).toBeVisible()
  await side.getByRole('button', { name: say('quality.mark') }).click()
  const dialog = page.getByRole('dialog', { name: say('quality.mark') })
  await dialog.getByRole('textbox', { name: say('quality.comment') }).fill('语气生硬，请听一听')
  await dialog.getByRole('button', { name: say('quality.mark.do'), exact: true }).click()
  await expect(side.getByText('语气生硬，请听一听')).toBeVisible()

  await page.goto('/inspections')
  const row = page.getByRole('listitem').filter({ hasText: '语气生硬，请听一听' })
  await row.getByRole('button', { name: say('quality.finish') }).click()
  const verdict = page.getByRole('dialog')
  await verdict.getByRole('textbox').fill('已沟通')
  await verdict.getByRole('button', { name: say('quality.finish') }).click()
  await expect(row).toBeHidden()
  await page.getByText(say('quality.state.done'), { exact: true }).click()
  await expect(row.getByText('已沟通')).toBeVisible()
})

test('orders of the page stand beside the thread, as text, and go into the reply with one click', async ({ world, say, house }) => {
  const desk = await world.desk('admin')
  const { page } = desk
  const { items } = await desk.api<{ items: { widgetKey: string }[] }>('GET', '/channels')
  await shopper(house.url, items[0]?.widgetKey ?? '', at)
  await desk.inbox('all')
  await desk.open(at)
  const side = page.getByRole('complementary', { name: say('inbox.pane.side') })
  await side.getByRole('tab', { name: say('inbox.side.orders') }).click()
  await expect(side.getByText('<b>空气净化器 A3</b>')).toBeVisible()
  await expect(side.getByText('已签收')).toBeVisible()
  await side.getByRole('button', { name: say('panel.orders.put.what', { title: '<b>空气净化器 A3</b>' }) }).click()
  await expect(desk.field).toHaveValue(/SF-7781 · ¥1,299\.00 · 已签收\nhttps:\/\/shop\.example\/orders\/7781/)
  await desk.blank()
  await side.getByRole('tab', { name: say('inbox.side.customer') }).click()
})

test('a signed app stands beside the thread, learns who looks at whom, and writes into the reply', async ({ world, say }) => {
  const asked: string[] = []
  const app = createServer((request, answer) => {
    asked.push(request.headers['sec-fetch-dest'] ?? '')
    answer.setHeader('content-type', 'text/html; charset=utf-8')
    answer.end(`<!doctype html><p id="said">…</p><button>put</button><script>
      addEventListener('message', ({ data }) => { if (data.type === 'frontdesk:context') { said.textContent = data.token; parent.postMessage({ type: 'frontdesk:resize', height: 140 }, '*') } })
      document.querySelector('button').onclick = () => parent.postMessage({ type: 'frontdesk:insert', text: '您的积分是 320' }, '*')
      parent.postMessage({ type: 'frontdesk:ready' }, '*')
    </script>`)
  })
  await new Promise<void>((done) => app.listen(0, '127.0.0.1', done))
  const desk = await world.desk('admin')
  const { page } = desk
  const name = `积分${String(Date.now()).slice(-6)}`
  await page.goto('/settings/apps')
  await page.getByRole('button', { name: say('panel.apps.add') }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: say('panel.apps.name') }).fill(name)
  await dialog.getByRole('textbox', { name: say('panel.apps.url') }).fill(`http://127.0.0.1:${String((app.address() as AddressInfo).port)}/`)
  await dialog.getByRole('button', { name: say('common.save'), exact: true }).click()
  const shown = dialog.getByRole('textbox', { name: say('panel.apps.secret') })
  await expect(shown).toHaveValue(/^appsec_/)
  const secret = await shown.inputValue()
  await dialog.getByRole('button', { name: say('common.done') }).click()

  await desk.inbox('all')
  await desk.list.getByRole('option').first().click()
  await expect(desk.field).toBeVisible()
  await desk.field.fill('')
  const side = page.getByRole('complementary', { name: say('inbox.pane.side') })
  await side.getByRole('tab', { name: say('inbox.side.orders') }).click()
  const frame = side.frameLocator(`iframe[title="${say('panel.apps.frame', { name })}"]`).frameLocator('iframe')
  await expect(frame.locator('#said')).toHaveText(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  const [head, claims, signature] = ((await frame.locator('#said').textContent()) ?? '').split('.')
  expect(createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url')).toBe(signature)
  expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())).toMatchObject({ iss: 'frontdesk', sub: desk.me.id, conversation: desk.current() })
  await expect(side.locator('iframe')).toHaveCSS('height', '140px')
  await frame.getByRole('button', { name: 'put' }).click()
  await expect(desk.field).toHaveValue('您的积分是 320')
  await desk.blank()
  expect(new Set(asked)).toEqual(new Set(['iframe']))
  await side.getByRole('tab', { name: say('inbox.side.customer') }).click()
  const { items } = await desk.api<{ items: { id: string; name: string }[] }>('GET', '/apps')
  await desk.api('DELETE', `/apps/${items.find((one) => one.name === name)?.id ?? ''}`)
  app.close()
})
