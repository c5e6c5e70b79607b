import { beforeEach, describe, expect, it, vi } from 'vitest'
import { call } from '@/shell/call'
import { forgetTranslations, heard, shownOf, spokenIn, want, warm } from './store'
import { translating } from './state'

vi.mock('@/shell/call', () => ({ call: vi.fn() }))
vi.mock('@/shell/preferences', () => ({ preferences: { value: undefined } }))
vi.mock('@/shell/api', () => ({ explain: (error: Error) => error.message }))
const server = vi.mocked(call)

beforeEach(() => {
  forgetTranslations()
  server.mockReset()
  vi.useFakeTimers()
})

describe('translations', () => {
  it('are offered only where there is a server, asked for once', async () => {
    server.mockResolvedValue({ enabled: false, languages: [], maxChars: 0 })
    await Promise.all([warm(), warm()])
    await warm()
    expect(translating.value).toBe(false)
    expect(server).toHaveBeenCalledTimes(1)
    server.mockResolvedValue({ enabled: true, languages: ['en'], maxChars: 100 })
    await warm(true)
    expect(translating.value).toBe(true)
  })
  it('go together, each message once, five at a time', async () => {
    server.mockImplementation(async (_, __, init) => ({ items: (init?.body as { entryIds: string[] }).entryIds.filter((id) => id !== 'e3').map((entryId) => ({ entryId, source: 'fr', target: 'en', text: `t(${entryId})` })) }))
    for (let i = 0; i < 7; i++) want('cnv_1', `e${i}`, `e${i}/`)
    want('cnv_1', 'e1', 'e1/')
    expect(shownOf('e1/')).toEqual({ state: 'busy' })
    await vi.advanceTimersByTimeAsync(100)
    expect(server).toHaveBeenCalledTimes(2)
    expect(shownOf('e6/')).toMatchObject({ state: 'done', it: { text: 't(e6)' } })
    expect(shownOf('e3/')).toEqual({ state: 'none' }) // too long
    want('cnv_1', 'e1', 'e1/')
    await vi.advanceTimersByTimeAsync(100)
    expect(server).toHaveBeenCalledTimes(2)
  })
  it('say why they failed, and are asked for again', async () => {
    server.mockRejectedValueOnce(new Error('does not answer')).mockResolvedValueOnce({ items: [{ entryId: 'e1', source: 'fr', target: 'en', text: 'hi' }] })
    want('cnv_1', 'e1', 'e1/')
    await vi.advanceTimersByTimeAsync(100)
    expect(shownOf('e1/')).toEqual({ state: 'failed', why: 'does not answer' })
    want('cnv_1', 'e1', 'e1/')
    await vi.advanceTimersByTimeAsync(100)
    expect(shownOf('e1/')).toMatchObject({ state: 'done' })
  })
  it('know the last language of a customer', () => {
    heard('cnv_1', 4, 'fr')
    heard('cnv_1', 2, 'zh')
    expect([spokenIn('cnv_1'), spokenIn('cnv_2')]).toEqual(['fr', undefined])
  })
})
