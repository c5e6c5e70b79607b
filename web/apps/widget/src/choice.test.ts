import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anew, config, conversation, entry, FakeSocket, server, shell } from './fake'
import type * as ChatModule from './chat'
import type { Conversation } from './types'

let net: ReturnType<typeof server>
let chat: typeof ChatModule
let drawn: HTMLElement
let draw: (only?: number) => void
const settle = async () => {
  for (let n = 0; n < 12; n++) await new Promise((resume) => setTimeout(resume))
}
const offer = (seq: number, choice: 'faq' | 'message' | 'callback') => entry(seq, { kind: 'activity', authorKind: 'system', activity: 'said', body: `offer ${choice}`, choice })
const windows = [{ from: '2026-11-23T09:00:00Z', until: '2026-11-23T10:00:00Z' }, { from: '2026-11-24T09:00:00Z', until: '2026-11-24T10:00:00Z' }]
const callBack = { phone: '+8613800138000', from: windows[1]?.from, until: windows[1]?.until }
const button = (name: string) => [...drawn.querySelectorAll('button')].find((each) => (each.textContent || '').includes(name))
const press = async (name: string) => {
  const it = button(name)
  if (!it) throw new Error(`no button ${name} in ${drawn.innerHTML}`)
  it.click()
  await settle()
}

beforeEach(async () => {
  anew()
  localStorage.clear()
  vi.stubGlobal('WebSocket', FakeSocket)
  net = server({
    session: { json: { token: 't1', visitorId: 'vis_1', identified: false, config, conversations: [conversation({ seq: 4 })] } },
    'conversations/cnv_1/entries': { json: { conversation: conversation({ seq: 4 }), items: [offer(2, 'callback'), offer(3, 'faq'), offer(4, 'message')] } },
    'conversations/cnv_1/seen': { status: 204 },
    'conversations/cnv_1/callback': { json: { windows, open: true, phone: '138****8000', code: '86' } },
    faq: { json: { hot: [{ id: 'faq_1', question: 'How to return?' }] } },
    'faq/faq_1': { json: { id: 'faq_1', question: 'How to return?', answer: 'By post.' } },
    'faq/faq_1/votes': { status: 204 },
  })
  vi.stubGlobal('fetch', net.fetch)
  document.body.replaceChildren((drawn = document.createElement('div')))
  const [{ take }, words, dom, { part: Choice }] = await Promise.all([import('./shell'), import('./words'), import('./view/dom'), import('./view/Choice'), import('./view/CallBack'), import('./view/Home'), import('./view/Form')])
  let shown = 0
  draw = (only = shown) => {
    shown = only
    dom.render(chat.entries().filter((each) => each.choice && (!only || each.seq === only)).map((each) => dom.h(Choice, { entry: each, key: each.seq })), drawn)
  }
  chat = await import('./chat')
  take(shell(), () => draw())
  await words.speak('en')
  await words.speakMore()
  chat.start()
  await chat.connect()
  await settle()
})
afterEach(() => vi.unstubAllGlobals())

describe('instead of waiting', () => {
  const now = (change: Partial<Conversation>, seq = 5) => {
    chat.keep(conversation({ seq, ...change }))
    draw()
  }

  test('a call is asked for with a number, a time and a name', async () => {
    draw(2)
    await press('Be called instead')
    const field = drawn.querySelector<HTMLInputElement>('input[type=tel]') as HTMLInputElement
    expect(field.placeholder).toBe('Leave empty for 138****8000')
    field.value = 'me'
    field.dispatchEvent(new Event('input'))
    await press('Call me')
    expect(drawn.textContent).toContain('does not look like a phone number')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    field.value = '138 0013 8000'
    field.dispatchEvent(new Event('input'))
    const when = drawn.querySelector('select') as HTMLSelectElement
    expect([...when.options].map((each) => each.value)).toEqual(['', windows[0]?.from, windows[1]?.from])
    expect(when.querySelectorAll('optgroup')).toHaveLength(2)
    when.value = windows[1]?.from ?? ''
    when.dispatchEvent(new Event('change'))
    net.answers['conversations/cnv_1/callback'] = { json: conversation({ seq: 5, callBack }) }
    await press('Call me')
    expect(net.of('conversations/cnv_1/callback').pop()?.body).toEqual({ phone: '138 0013 8000', from: windows[1]?.from })
    expect(drawn.textContent).toContain('We call you at +8613800138000')
    expect(drawn.querySelector('form')).toBeNull()
    net.answers['conversations/cnv_1/callback'] = { json: conversation({ seq: 6 }) }
    await press('Do not call me')
    expect(button('Be called instead')).toBeTruthy()
  })

  test('what the server refuses is said, and the form stays', async () => {
    draw(2)
    await press('Be called instead')
    net.answers['conversations/cnv_1/callback'] = { status: 422, json: { code: 'conversation.phone', detail: 'no', errors: [{ detail: 'Write a phone number.' }] } }
    await press('Call me')
    expect(drawn.textContent).toContain('Write a phone number.')
    expect(drawn.querySelector('form')).not.toBeNull()
  })

  test('the answer that was found ends the waiting', async () => {
    draw(3)
    await press('Answers while you wait')
    await press('How to return?')
    expect(drawn.textContent).toContain('By post.')
    net.answers['conversations/cnv_1/solved'] = { json: conversation({ seq: 5, status: 'resolved' }) }
    await press('That solved it')
    expect(net.of('conversations/cnv_1/solved')).toHaveLength(1)
    expect(net.of('faq/faq_1/votes').pop()?.body).toEqual({ helped: true })
    expect(drawn.textContent).toBe('')
  })

  test('a message is left in the same conversation, and nobody waits after it', async () => {
    draw(4)
    await press('Leave a message instead')
    const fill = (element: HTMLInputElement | HTMLTextAreaElement | null, value: string) => {
      if (!element) throw new Error('no field')
      element.value = value
      element.dispatchEvent(new Event('input'))
    }
    fill(drawn.querySelector('input[type=email]'), 'lin@example.com')
    fill(drawn.querySelector('textarea'), 'please write to me')
    net.answers.offline = { json: { conversation: conversation({ seq: 6, left: true }), entry: entry(6, { authorKind: 'customer' }) } }
    await press('Send message')
    expect(net.of('offline').pop()?.body).toMatchObject({ body: 'please write to me', email: 'lin@example.com' })
    draw()
    expect(drawn.textContent).toContain('You need not wait here')
  })

  test('nothing is offered once somebody has come, or it is over; of several the last counts', async () => {
    draw(2)
    now({ agent: { id: 'usr_1', name: 'Ann' } })
    expect(drawn.textContent).toBe('')
    now({ agent: { id: 'usr_1', name: 'Ann' }, callBack }, 6)
    expect(drawn.textContent).toContain('We call you at')
    expect(button('Change')).toBeUndefined()
    now({ status: 'resolved' }, 7)
    expect(drawn.textContent).toBe('')
  })
})
