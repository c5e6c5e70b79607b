import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anew, config, conversation, entry, FakeSocket, server, shell } from './fake'
import type * as ChatModule from './chat'
import type * as IdentifyModule from './identify'
import type * as OutboxModule from './outbox'

let net: ReturnType<typeof server>
let page: ReturnType<typeof shell>
let chat: typeof ChatModule
let outbox: typeof OutboxModule
let site: typeof IdentifyModule
const session = (change: object = {}) => ({ token: 't1', visitorId: 'vis_1', identified: false, config, conversations: [conversation()], ...change })
const settle = () => vi.advanceTimersByTimeAsync(1)
const socket = () => FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket
const seqs = () => chat.threads.cnv_1?.entries.map((each) => each.seq)
const live = (seq: number, change = {}, head = {}) => socket().say({ op: 'entry', conversation: 'cnv_1', seq, entry: entry(seq, change), head: conversation({ seq, seenSeq: 2, previewBy: 'user', ...head }) })

beforeEach(async () => {
  anew()
  localStorage.clear()
  FakeSocket.all = []
  vi.stubGlobal('WebSocket', FakeSocket)
  net = server({
    session: { json: session() },
    'conversations/cnv_1/entries': { json: { conversation: conversation(), items: [entry(1, { kind: 'activity', activity: 'opened' }), entry(2)] } },
    'conversations/cnv_1/seen': { status: 204 },
  })
  vi.stubGlobal('fetch', net.fetch)
  page = shell()
  const { take } = await import('./shell')
  take(page, () => {})
  await (await import('./words')).speak('en')
  chat = await import('./chat')
  outbox = await import('./outbox')
  site = await import('./identify')
  await import('./rare')
  vi.useFakeTimers()
  chat.start()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('resume', () => {
  test('listens from the last entry it has', async () => {
    await chat.connect()
    await settle()
    socket().onopen?.()
    expect(socket().url).toBe('wss://desk.example/ws/widget')
    expect(socket().sent[0]).toEqual({ op: 'hello', token: 't1', open: { cnv_1: 2 } })
    expect(seqs()).toEqual([1, 2])
  })

  test('a repeated entry is shown once, a hole is asked for and then filled', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    live(3)
    live(3)
    live(6)
    expect(seqs()).toEqual([1, 2, 3])
    expect(socket().sent[socket().sent.length - 1]).toEqual({ op: 'open', conversation: 'cnv_1', after: 3 })
    for (const seq of [4, 5, 6]) live(seq)
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('after a drop it goes on where it was', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    live(3)
    socket().onclose?.()
    await vi.advanceTimersByTimeAsync(2000)
    expect(FakeSocket.all).toHaveLength(2)
    socket().onopen?.()
    expect(socket().sent[0]).toMatchObject({ open: { cnv_1: 3 } })
  })

  test('the network coming back ends the wait', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    socket().onclose?.()
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.all).toHaveLength(2)
  })

  test('a reset loads the conversation anew', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    net.answers['conversations/cnv_1/entries'] = { json: { conversation: conversation({ seq: 9 }), items: [entry(8), entry(9)] } }
    socket().say({ op: 'reset', stream: 'cnv_1', reason: 'gap' })
    await settle()
    expect(seqs()).toEqual([8, 9])
    expect(socket().sent[socket().sent.length - 1]).toEqual({ op: 'open', conversation: 'cnv_1', after: 9 })
  })

  test('a visitor without a conversation holds no socket', async () => {
    net.answers.session = { json: session({ conversations: [] }) }
    await chat.connect()
    await settle()
    expect(FakeSocket.all).toHaveLength(0)
  })
})

describe('sending', () => {
  const taken = (body: unknown) => ({
    json: {
      conversation: conversation({ seq: 3, seenSeq: 3 }),
      entry: entry(3, { authorKind: 'customer', clientId: (body as { clientId: string }).clientId, body: (body as { body: string }).body }),
    },
  })

  test('a message moves from the outbox to the thread, and is there once when the socket brings it too', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    net.answers.messages = taken
    chat.send('hello', [])
    expect(chat.unsent()).toMatchObject([{ body: 'hello' }])
    await settle()
    expect(chat.unsent()).toEqual([])
    live(3, { authorKind: 'customer', clientId: (net.of('messages')[0]?.body as { clientId: string }).clientId })
    expect(seqs()).toEqual([1, 2, 3])
  })

  test('the socket may be faster than the answer', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    chat.send('hello', []) // no answer: the network is gone
    await settle()
    live(3, { authorKind: 'customer', clientId: chat.unsent()[0]?.clientId })
    expect(chat.unsent()).toEqual([])
    expect(seqs()).toEqual([1, 2, 3])
  })

  test('a token that ended is replaced, and the message goes out with the new one', async () => {
    await chat.connect()
    await settle()
    net.answers.session = { json: session({ token: 't2' }) }
    let first = true
    net.answers.messages = (body) => {
      if (!first) return taken(body)
      first = false
      return { status: 401, json: { code: 'widget.token' } }
    }
    chat.send('hello', [])
    await settle()
    expect(net.of('messages').map((each) => each.token)).toEqual(['Bearer t1', 'Bearer t2'])
    expect(chat.unsent()).toEqual([])
  })

  test('a conversation that is gone does not cost the message', async () => {
    await chat.connect()
    await settle()
    net.answers.messages = (body) => ((body as { conversationId?: string }).conversationId ? { status: 404, json: { code: 'conversation.not_found' } } : taken(body))
    chat.send('hello', [])
    await settle()
    expect(net.of('messages')).toHaveLength(2)
    expect(outbox.items()).toEqual([])
  })
})

describe('reading', () => {
  test('counts what was not seen, and says so when it is', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    live(3)
    live(4, { authorKind: 'customer' })
    expect(page.badge).toBe(1)
    chat.setOpen(true)
    await vi.advanceTimersByTimeAsync(400)
    expect(net.of('conversations/cnv_1/seen')).toMatchObject([{ body: { seq: 3 } }])
    expect(page.badge).toBe(0)
  })

  test('opening goes to the conversation where something waits', async () => {
    net.answers.session = { json: session({ conversations: [conversation({ status: 'resolved' }), conversation({ id: 'cnv_2', seq: 5, seenSeq: 1, previewBy: 'user', createdAt: '2026-10-01T08:00:00Z' })] }) }
    net.answers['conversations/cnv_2/entries'] = { json: { conversation: conversation({ id: 'cnv_2', seq: 5, seenSeq: 1 }), items: [entry(5)] } }
    await chat.connect()
    await settle()
    expect([chat.current, page.badge]).toEqual(['cnv_1', 1])
    chat.setOpen(true)
    expect(chat.current).toBe('cnv_2')
  })

  test('a closed panel has seen nothing', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    live(3)
    await vi.advanceTimersByTimeAsync(1000)
    expect(net.of('conversations/cnv_1/seen')).toEqual([])
  })

  test('what was said at the start is asked again after a while', async () => {
    await chat.connect()
    chat.setOpen(true)
    await settle()
    expect(net.of('session')).toHaveLength(1)
    chat.setOpen(false)
    await vi.advanceTimersByTimeAsync(301_000)
    net.answers.session = { json: session({ config: { ...config, hours: { open: false } } }) }
    chat.setOpen(true)
    await settle()
    expect(chat.config.hours.open).toBe(false)
  })

  test('an older state does not replace a newer one', async () => {
    await chat.connect()
    await settle()
    socket().welcome()
    live(3, {}, { status: 'resolved' })
    socket().say({ op: 'head', conversation: 'cnv_1', head: conversation({ seq: 2 }) })
    expect(chat.conversation()?.status).toBe('resolved')
  })
})

describe('pages', () => {
  const at = (path: string) => history.pushState({}, '', path)
  const told = () => net.of('pages').map((each) => (each.body as { url: string }).url.replace(location.origin, ''))
  afterEach(() => at('/'))

  test('an address that changes without loading is told, once in a row', async () => {
    net.answers.pages = { status: 204 }
    await chat.connect()
    at('/lamp')
    await vi.advanceTimersByTimeAsync(2000)
    await vi.advanceTimersByTimeAsync(4000)
    expect(told()).toEqual(['/lamp'])
    expect(net.of('session')).toHaveLength(1)
  })

  test('what the site calls a page holds until the next one', async () => {
    net.answers.pages = { status: 204 }
    await chat.connect()
    at('/#/x')
    const { tellPage } = await import('./pages')
    tellPage({ url: '/virtual', title: 'Lamp' })
    await vi.advanceTimersByTimeAsync(6000)
    at('/real')
    await vi.advanceTimersByTimeAsync(2000)
    expect(told()).toEqual(['/virtual', '/real'])
  })

  test('nothing is told of somebody who has not come near the chat', async () => {
    at('/lamp')
    await vi.advanceTimersByTimeAsync(4000)
    expect(net.asked).toEqual([])
  })
})

describe('identity', () => {
  test('a signed one goes to the server and is remembered', async () => {
    net.answers.session = { json: session({ identified: true }) }
    site.identify({ userId: 'u1', hash: 'abc', name: 'Emma' })
    await settle()
    expect(net.of('session')[0]?.body).toMatchObject({ identity: { userId: 'u1', hash: 'abc' } })
    expect(JSON.parse(localStorage.getItem('frontdesk:wgt_1:visitor') ?? '{}')).toMatchObject({ user: 'u1' })
  })

  test('an unsigned one is never sent, and fills forms', async () => {
    site.identify({ userId: 'u1', name: 'Emma', email: 'emma@shop.example' })
    await chat.connect()
    expect((net.of('session')[0]?.body as { identity?: unknown }).identity).toBeUndefined()
    expect(chat.person).toEqual({ name: 'Emma', email: 'emma@shop.example' })
  })

  test('somebody else finds nothing of the one before', async () => {
    net.answers.session = { json: session({ identified: true }) }
    site.identify({ userId: 'u1', hash: 'abc' })
    await settle()
    chat.send('secret', [])
    await settle()
    net.answers.session = { json: session({ identified: true, token: 't2', conversations: [] }) }
    site.identify({ userId: 'u2', hash: 'def' })
    expect(chat.conversations).toEqual([])
    expect(outbox.items()).toEqual([])
    await settle()
    expect(net.of('session')[1]?.body).not.toHaveProperty('token', 't1')
  })

  test('shutdown leaves nothing behind', async () => {
    await chat.connect()
    chat.send('secret', [])
    chat.forget()
    expect(Object.keys(localStorage)).toEqual([])
  })
})

describe('what agents see, and visitors hear', () => {
  const drawn = document.createElement('div')
  const parts = async () => {
    const [dom, typed, answer, queue, { speakMore }] = await Promise.all([import('./view/dom'), import('./view/Typed'), import('./view/Answer'), import('./view/Queue'), import('./words')])
    await speakMore()
    return { ...dom, Typed: typed.part, Answer: answer.part, Queue: queue.part }
  }

  test('what is typed is told while it is said, not too often, and taken back at once', async () => {
    const { h, render, Typed } = await parts()
    await chat.connect()
    await settle()
    socket().welcome()
    chat.config.preview = true
    const types = async (text: string) => {
      render(h(Typed, { text }), drawn)
      chat.typing(!!text)
      await settle()
    }
    const told = () => socket().sent.filter(({ op }) => op === 'typing').map(({ on, text }) => [on, text])
    await types('a draft')
    expect(drawn.textContent).toContain('can see what you type')
    expect(told()).toEqual([])
    await types('a draft o')
    await types('a draft of mine')
    expect(told()).toEqual([[true, 'a draft o']])
    await vi.advanceTimersByTimeAsync(700)
    expect(told()).toHaveLength(2)
    await types(`${'x'.repeat(600)}😀`)
    await vi.advanceTimersByTimeAsync(700)
    expect(told()[2]?.[1]).toHaveLength(501)
    await types('gone')
    await types('')
    await vi.advanceTimersByTimeAsync(2000)
    expect(told().slice(3)).toEqual([[false, undefined]])
    chat.config.preview = undefined
  })

  test('a message is answered with what it says, and that goes with the next one only', async () => {
    const { h, render, Answer } = await parts()
    await chat.connect()
    await settle()
    render(h(Answer, { entry: entry(2, { id: 'ent_2', body: 'Two\n kilograms', authorKind: 'user' }) }), drawn)
    drawn.querySelector('button')?.click()
    expect(chat.answering).toEqual({ quoteId: 'ent_2', quote: { seq: 2, authorKind: 'user', excerpt: 'Two kilograms', content: 'text' } })
    render(h(Answer, {}), drawn)
    await import('./view/Quoted')
    await settle()
    render(h(Answer, {}), drawn)
    expect(drawn.textContent).toContain('Two kilograms')
    chat.send('With the box?', [], chat.answering)
    expect(outbox.items()[0]).toMatchObject({ body: 'With the box?', quoteId: 'ent_2' })
    drawn.querySelector('button')?.click()
    expect(chat.answering).toBeUndefined()
  })

  test('the place in the queue is shown until somebody takes the conversation', async () => {
    const { h, render, Queue } = await parts()
    await chat.connect()
    await settle()
    socket().welcome()
    const shown = async (position: number, head = {}, wait = {}) => {
      socket().say({ op: 'queue', conversation: 'cnv_1', position, ...wait })
      await settle()
      render(h(Queue, { head: conversation(head) }), drawn)
      return drawn.querySelector('p')?.textContent
    }
    expect(await shown(3, { agent: undefined })).toBe('You are number 3 in the queue.')
    expect(await shown(3, { agent: undefined }, { low: 4, high: 9 })).toBe('You are number 3 in the queue. It usually takes 4 to 9 minutes.')
    expect(await shown(1, { agent: undefined })).toBe('You are next.')
    expect(await shown(1, { agent: undefined }, { high: 2 })).toBe('You are next. It usually takes less than 2 minutes.')
    expect(await shown(1, { agent: { id: 'usr_1', name: 'Ann' } })).toBe('')
    expect(await shown(0, { agent: undefined })).toBe('')
  })

  test('who will not wait leaves the queue, once they know what becomes of their place', async () => {
    const { h, render, Queue } = await parts()
    await chat.connect()
    await settle()
    socket().welcome()
    const log = document.createElement('div')
    log.className = 'scroll'
    log.tabIndex = 0
    document.body.append(log)
    const at = 'conversations/cnv_1/leave'
    const show = async () => {
      await settle()
      render(h(Queue, { head: chat.conversation() ?? conversation() }), log)
    }
    const press = async (name: string) => {
      const it = [...log.querySelectorAll('button')].find((each) => each.textContent === name)
      if (!it) throw new Error(`no button ${name} in ${log.innerHTML}`)
      it.focus()
      it.click()
      await show()
    }
    socket().say({ op: 'queue', conversation: 'cnv_1', position: 2 })
    await show()
    net.answers[at] = { json: { keptSeconds: 600 } }
    await press('Leave the queue')
    expect(log.textContent).toContain('Your place is kept for 10 minutes')
    expect(document.activeElement).toBe(log.querySelector('[role=group]'))
    await press('Keep waiting')
    expect(document.activeElement?.textContent).toBe('Leave the queue')
    net.answers[at] = { json: { keptSeconds: 0 } }
    await press('Leave the queue')
    expect(log.textContent).toContain('Your place is given up.')
    net.answers[at] = { status: 409, json: { code: 'conversation.callback_taken', detail: 'Somebody is with you already.' } }
    await press('Leave the queue')
    expect(log.textContent).toContain('Somebody is with you already.')
    net.answers[at] = { json: conversation({ seq: 9, status: 'resolved' }) }
    await press('Leave the queue')
    expect(log.textContent).toBe('')
    expect(log.querySelectorAll('button')).toHaveLength(0)
    expect(document.activeElement).toBe(log)
    log.remove()
  })
})
