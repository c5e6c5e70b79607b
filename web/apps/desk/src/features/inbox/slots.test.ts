import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick, ref } from 'vue'
import type { Row } from './api'
import { addSource, ask, waitsFor, type Suggestion } from './slots'
import { forgetSuggestions, useSuggestions } from './useSuggestions'

const row = (more: Partial<Row> = {}) => ({ id: 'cnv_1', waitingSince: '2026-01-01T00:00:00Z', lastMessageAt: '2026-01-01T00:01:00Z', lastMessageAuthorKind: 'customer', ...more }) as Row
const one = (id: string, fit: number, text = id): Suggestion => ({ id, origin: 'faq', title: id, text, fit })
const first = vi.fn()
const second = vi.fn()
addSource({ name: 'first', suggest: first, take: async (chosen) => chosen.text })
addSource({ name: 'second', suggest: second, take: async (chosen) => chosen.text })
addSource({ name: 'second', suggest: () => Promise.reject(new Error('twice')), take: async () => '' })

beforeEach(() => {
  setActivePinia(createPinia())
  forgetSuggestions()
  vi.useFakeTimers()
  first.mockReset().mockResolvedValue([one('a', 0.9), one('b', 0.5)])
  second.mockReset().mockResolvedValue([])
})

describe('sources', () => {
  const ids = async () => (await ask(row(), new AbortController().signal)).map((offer) => offer.id).join('')
  it('are put in order, the same text once, three at most', async () => {
    second.mockResolvedValue([one('c', 0.7), one('d', 0.6, 'a'), one('e', 0.55), one('f', 0.54)])
    expect(await ids()).toBe('ace')
  })
  it('are silent when they fail, unless all do', async () => {
    second.mockRejectedValue(new Error('gone'))
    expect(await ids()).toBe('ab')
    first.mockRejectedValue(new Error('gone'))
    await expect(ids()).rejects.toThrow('gone')
  })
})

describe('the slot', () => {
  const open = (now = ref(row()), quiet = ref(false)) => {
    const scope = effectScope()
    const slot = scope.run(() => useSuggestions(() => now.value, () => quiet.value))
    if (!slot) throw new Error('no scope')
    const shown = () => slot.offers.value.map((offer) => offer.id).join('')
    return { now, quiet, shown, slot, close: () => scope.stop() }
  }
  const rest = async () => {
    await vi.advanceTimersByTimeAsync(300)
    await nextTick()
  }
  it('waits for what has no answer only', () => {
    expect(waitsFor(row())).toBeTruthy()
    expect(waitsFor(row({ lastMessageAuthorKind: 'user' }))).toBeUndefined()
    expect(waitsFor({ ...row(), waitingSince: undefined } as unknown as Row)).toBeUndefined()
  })
  it('asks once for a message, also when it is opened again, and anew for the next one', async () => {
    const here = open()
    expect(first).not.toHaveBeenCalled()
    await rest()
    expect(here.shown()).toBe('ab')
    here.close()
    const again = open()
    await rest()
    expect(again.shown()).toBe('ab')
    expect(first).toHaveBeenCalledTimes(1)
    again.now.value = row({ lastMessageAt: '2026-01-01T00:02:00Z' })
    await rest()
    expect(first).toHaveBeenCalledTimes(2)
    again.now.value = row({ lastMessageAuthorKind: 'user' })
    await nextTick()
    expect(again.shown()).toBe('')
    again.close()
  })
  it('asks for nobody who only walks by', async () => {
    const here = open()
    await vi.advanceTimersByTimeAsync(100)
    here.now.value = row({ id: 'cnv_2' })
    await rest()
    expect(first).toHaveBeenCalledTimes(1)
    here.close()
  })
  it('shows nothing new while something is written, and nothing that was put away', async () => {
    const here = open(ref(row()), ref(true))
    await rest()
    expect(first).not.toHaveBeenCalled()
    here.quiet.value = false
    await nextTick()
    await rest()
    expect(here.shown()).toBe('ab')
    here.quiet.value = true
    await nextTick()
    expect(here.shown()).toBe('ab')
    here.slot.dismiss()
    expect(here.shown()).toBe('')
    here.close()
    const again = open()
    await rest()
    expect(again.shown()).toBe('')
    expect(first).toHaveBeenCalledTimes(1)
    again.close()
  })
})
