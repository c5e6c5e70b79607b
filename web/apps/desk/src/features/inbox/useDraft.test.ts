import { Problem } from '@frontdesk/client'
import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deleteDraft, getDrafts, putDraft, type Draft } from './api'
import { forgetDrafts, handBack, useDraft } from './useDraft'

vi.mock('./api', () => ({ deleteDraft: vi.fn(), getDrafts: vi.fn(), putDraft: vi.fn() }))
vi.mock('./cache', () => ({ markDraft: vi.fn() }))

const put = vi.mocked(putDraft)
const drafts = (...items: Partial<Draft>[]) => vi.mocked(getDrafts).mockResolvedValue({ items: items as Draft[] })
let scope = effectScope()
const conversation = ref('cnv_1')
const use = () => scope.run(() => useDraft(conversation, ref(true)))!

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  localStorage.clear()
  forgetDrafts()
  scope = effectScope()
  conversation.value = 'cnv_1'
  drafts()
  put.mockResolvedValue(undefined)
})
afterEach(() => scope.stop())

describe('draft', () => {
  test('is read from the server, each kind for itself', async () => {
    drafts({ kind: 'message', body: 'begun' }, { kind: 'note', body: 'aside' })
    const draft = use()
    await vi.waitFor(() => expect(draft.text.value.body).toBe('begun'))
    draft.kind.value = 'note'
    expect(draft.text.value.body).toBe('aside')
  })
  test('is saved once after the last key', async () => {
    const draft = use()
    for (const body of ['h', 'he', 'hello']) draft.write({ body })
    expect(put).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(800)
    expect(put.mock.calls.map(([id, body]) => [id, body.body])).toEqual([['cnv_1', 'hello']])
    expect(draft.saved.value).toBe(true)
  })
  test('what is typed before the answer is kept', async () => {
    let answer = (_: { items: Draft[] }) => {}
    vi.mocked(getDrafts).mockReturnValue(new Promise((done) => (answer = done)))
    const draft = use()
    draft.write({ body: 'mine' })
    answer({ items: [{ kind: 'message', body: 'old' } as Draft] })
    await vi.advanceTimersByTimeAsync(0)
    expect(draft.text.value.body).toBe('mine')
  })
  test('is saved at once when the conversation is left', async () => {
    const draft = use()
    draft.write({ body: 'leaving' })
    conversation.value = 'cnv_2'
    await nextTick()
    expect(put).toHaveBeenCalledWith('cnv_1', expect.objectContaining({ body: 'leaving' }))
    expect(draft.text.value.body).toBe('')
    conversation.value = 'cnv_1'
    await nextTick()
    expect(draft.text.value.body).toBe('leaving')
  })
  test('is tried again when the server cannot be reached', async () => {
    put.mockRejectedValueOnce(new Problem(0, 'network', ''))
    use().write({ body: 'x' })
    await vi.advanceTimersByTimeAsync(800)
    expect(put).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(put).toHaveBeenCalledTimes(2)
  })
  test('a save under way does not bring back what was sent', async () => {
    let saved = () => {}
    put.mockImplementationOnce(() => new Promise((done) => (saved = () => done(undefined))))
    const draft = use()
    draft.write({ body: 'sent' })
    await vi.advanceTimersByTimeAsync(800)
    draft.clear()
    saved()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(deleteDraft).toHaveBeenCalledWith('cnv_1', 'message')
    expect(draft.text.value.body).toBe('')
  })
  test('a message that was refused comes back above what stands there', () => {
    const draft = use()
    draft.write({ body: 'second' })
    handBack({ conversationId: 'cnv_1', kind: 'message', body: 'first', attachments: [], mentions: [] })
    expect(draft.text.value.body).toBe('first\nsecond')
  })
})
