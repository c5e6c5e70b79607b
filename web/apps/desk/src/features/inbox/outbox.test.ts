import { Problem } from '@frontdesk/client'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { addNote, resolve, sendMessage, type Result } from './api'
import { useOutbox } from './outbox'

vi.mock('./api', () => ({ addNote: vi.fn(), resolve: vi.fn(), sendMessage: vi.fn() }))
vi.mock('./cache', () => ({ resultArrived: vi.fn() }))
vi.mock('@/shell/api', () => ({ explain: (error: Problem) => error.detail }))

const lost = new Problem(0, 'network', '')
const refused = new Problem(409, 'conversation.resolved', 'It is resolved.')
const fine = {} as Result
const text = (body: string, conversationId = 'cnv_1') => ({ conversationId, kind: 'message' as const, body, attachments: [], mentions: [] })
const send = vi.mocked(sendMessage)

beforeEach(() => {
  localStorage.clear()
  vi.clearAllMocks()
  vi.useFakeTimers()
  setActivePinia(createPinia())
})

describe('outbox', () => {
  test('delivers and forgets', async () => {
    send.mockResolvedValue(fine)
    const outbox = useOutbox()
    outbox.send(text('hello'))
    expect(outbox.items[0]).toMatchObject({ state: 'sending', body: 'hello' })
    await vi.waitFor(() => expect(outbox.items).toEqual([]))
  })

  test('holds a reply until its time, takes it back, and lets it go when the page goes', async () => {
    send.mockResolvedValue(fine)
    const outbox = useOutbox()
    outbox.restore('usr_1')
    const first = outbox.send(text('wrong'), 5_000)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(send).not.toHaveBeenCalled()
    expect(outbox.take(first)?.body).toBe('wrong')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(send).not.toHaveBeenCalled()
    outbox.send(text('right'), 5_000)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(send).toHaveBeenCalledTimes(1)
    outbox.send(text('bye'), 5_000)
    dispatchEvent(new Event('pagehide'))
    expect(send).toHaveBeenLastCalledWith('cnv_1', expect.objectContaining({ body: 'bye' }), true)
    await vi.waitFor(() => expect(outbox.items).toEqual([]))
  })

  test('keeps the order of a conversation, one at a time', async () => {
    let release = () => {}
    send.mockImplementationOnce(() => new Promise((done) => (release = () => done(fine)))).mockResolvedValue(fine)
    const outbox = useOutbox()
    outbox.send(text('one'))
    outbox.send(text('two'))
    await vi.advanceTimersByTimeAsync(0)
    expect(send).toHaveBeenCalledTimes(1)
    release()
    await vi.waitFor(() => expect(outbox.items).toEqual([]))
    expect(send.mock.calls.map(([, out]) => out.body)).toEqual(['one', 'two'])
  })

  test('waits without a connection and tries again with the same client id', async () => {
    send.mockRejectedValueOnce(lost).mockResolvedValue(fine)
    const outbox = useOutbox()
    outbox.send(text('hello'))
    await vi.waitFor(() => expect(outbox.items[0]?.state).toBe('waiting'))
    await vi.advanceTimersByTimeAsync(1_000)
    await vi.waitFor(() => expect(outbox.items).toEqual([]))
    const [first, second] = send.mock.calls.map(([, out]) => out.clientId)
    expect(second).toBe(first)
  })

  test('stops at a refusal until a person decides; other conversations go on', async () => {
    send.mockImplementation((id) => (id === 'cnv_1' ? Promise.reject(refused) : Promise.resolve(fine)))
    const outbox = useOutbox()
    outbox.send(text('bad'))
    outbox.send(text('behind'))
    outbox.send(text('other', 'cnv_2'))
    await vi.waitFor(() => expect(outbox.items.map((item) => item.state)).toEqual(['failed', 'sending']))
    expect(outbox.items[0]?.error).toBe('It is resolved.')
    expect(outbox.take(outbox.items[0]?.clientId ?? '')?.body).toBe('bad')
    send.mockResolvedValue(fine)
    outbox.retry(outbox.items[0]?.clientId ?? '')
    await vi.waitFor(() => expect(outbox.items).toEqual([]))
  })

  test('resolves after sending when asked, notes go their own way', async () => {
    send.mockResolvedValue(fine)
    vi.mocked(addNote).mockResolvedValue(fine)
    vi.mocked(resolve).mockResolvedValue(fine)
    const outbox = useOutbox()
    outbox.send({ ...text('bye'), thenResolve: true })
    outbox.send({ ...text('note', 'cnv_2'), kind: 'note' })
    await vi.waitFor(() => expect(outbox.items).toEqual([]))
    expect(resolve).toHaveBeenCalledWith('cnv_1')
    expect(addNote).toHaveBeenCalledTimes(1)
  })

  test('survives a reload for the same person only', async () => {
    send.mockRejectedValue(lost)
    const before = useOutbox()
    before.restore('usr_1')
    before.send(text('kept'))
    await vi.waitFor(() => expect(before.items[0]?.state).toBe('waiting'))
    setActivePinia(createPinia())
    const other = useOutbox()
    other.restore('usr_2')
    expect(other.items).toEqual([])
    setActivePinia(createPinia())
    send.mockResolvedValue(fine)
    const after = useOutbox()
    after.restore('usr_1')
    expect(after.items[0]?.body).toBe('kept')
    await vi.waitFor(() => expect(after.items).toEqual([]))
  })
})
