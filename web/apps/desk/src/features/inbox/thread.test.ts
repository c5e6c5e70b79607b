import { describe, expect, test } from 'vitest'
import type { Entry } from './api'
import { mentionAt } from '@/parts/useMention'
import { piecesOf } from './links'
import { BLOCK, blockMaker, blockOf, rangesOf } from './blocks'
import { addEntries, linesOf, unreadOf } from './lines'
import { mergeEntries } from './thread'

const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  id: `ent_${seq}`, conversationId: 'cnv_1', seq, kind: 'message', authorKind: 'customer', authorId: 'cus_1', body: `m${seq}`,
  createdAt: new Date(2026, 9, 14, 9, seq).toISOString(), ...more,
})
const seqs = (list: readonly Entry[]) => list.map((one) => one.seq)

describe('entries', () => {
  test('arrive once and in order, whichever way they come', () => {
    const thread = { entries: [entry(4), entry(5)] }
    expect(seqs(mergeEntries(thread, [entry(7), entry(6), entry(6), entry(5)]).entries)).toEqual([4, 5, 6, 7])
  })
  test('never leave a hole: what comes after it is left to the replay', () => {
    expect(seqs(mergeEntries({ entries: [entry(4)] }, [entry(6), entry(7)]).entries)).toEqual([4])
    expect(seqs(mergeEntries({ entries: [entry(4)] }, [entry(5), entry(7)]).entries)).toEqual([4, 5])
  })
  test('what is split off points at where it went, and comes back with a merge', () => {
    const thread = { entries: [entry(4), entry(5)] }
    const event = (seq: number, type: 'split' | 'merged_in' | 'unmerged_out', more = {}) => entry(seq, { kind: 'activity', activity: { type, conversationId: 'cnv_2', ...more } })
    const moved = (...arrived: Entry[]) => mergeEntries(thread, arrived).entries.map((one) => one.movedTo ?? '')
    const split = event(6, 'split', { seqs: [5] })
    expect(moved(split)).toEqual(['', 'cnv_2', ''])
    expect(moved(split, event(7, 'merged_in'))).toEqual(['', '', '', ''])
    expect(moved(split, event(7, 'merged_in'), event(8, 'unmerged_out'))).toEqual(['', 'cnv_2', '', '', ''])
    expect(linesOf(mergeEntries(thread, [split]).entries).filter((line) => line.kind === 'entry').length).toBe(2)
  })
  test('nothing new is the same thread', () => {
    const thread = { entries: [entry(4)] }
    expect(mergeEntries(thread, [entry(4), entry(3)])).toBe(thread)
  })
  test('a change takes the place of what it is about, and reaches the quotes of it', () => {
    const quote = { entryId: 'ent_4', seq: 4, publicSeq: 3, kind: 'message', authorKind: 'customer', excerpt: 'm4', content: 'text' } as const
    const { body: _gone, ...empty } = entry(4)
    const change = entry(6, { kind: 'activity', activity: { type: 'recalled', entryId: 'ent_4', seq: 4 }, changed: { ...empty, recalled: true } })
    const now = mergeEntries({ entries: [entry(4), entry(5, { quote })] }, [change]).entries
    expect(now.map((one) => [one.seq, !!one.recalled, one.body])).toEqual([[4, true, undefined], [5, false, 'm5'], [6, false, 'm6']])
    expect(now[1]?.quote).toMatchObject({ content: 'recalled', excerpt: '' })
    expect(linesOf(now).filter((line) => line.kind === 'entry').map((line) => line.entry.seq)).toEqual([4, 5])
  })
  test('older ones go above, without doubles', () => {
    const thread = addEntries({ entries: [entry(4)] }, [entry(2), entry(3), entry(4)])
    expect(seqs(thread.entries)).toEqual([2, 3, 4])
  })
  test('pieces from anywhere find their place, and nothing goes behind the end', () => {
    const thread = addEntries({ entries: [entry(90), entry(91)] }, [entry(31), entry(30), entry(92)])
    expect(seqs(thread.entries)).toEqual([30, 31, 90, 91])
    expect(seqs(mergeEntries(thread, [entry(92)]).entries)).toEqual([30, 31, 90, 91, 92])
  })
})

describe('lines', () => {
  const kinds = (list: readonly Entry[], unread?: number) => linesOf(list, unreadOf(list, unread)).map((line) => (line.kind === 'entry' ? `${line.entry.seq}${line.follows ? '+' : ''}` : line.kind))
  test('group one author within five minutes, not over days or notes', () => {
    const nextDay = new Date(2026, 9, 15, 0, 1).toISOString()
    expect(kinds([entry(1), entry(2), entry(3, { authorKind: 'user', authorId: 'u' }), entry(4, { kind: 'note', authorKind: 'user', authorId: 'u' }), entry(5, { createdAt: nextDay })])).toEqual(['day', '1', '2+', '3', '4', 'day', '5'])
  })
  test('the unread mark stands above the first unread message of the customer and breaks the group', () => {
    expect(kinds([entry(1), entry(2), entry(3)], 1)).toEqual(['day', '1', 'unread', '2', '3+'])
    const mark = linesOf([entry(1), entry(2), entry(3)], unreadOf([entry(1), entry(2), entry(3)], 1)).find((line) => line.kind === 'unread')
    expect(mark).toMatchObject({ count: 2 })
  })
  test('a sent message keeps its key when it comes back', () => {
    expect(linesOf([entry(1, { clientId: 'abc' })])[1]?.key).toBe('c-abc')
  })
})

const range = (from: number, to: number, more: Partial<Entry> = {}) => Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, more))

describe('unread', () => {
  test('is known only when everything since the mark is loaded', () => {
    expect(unreadOf(range(5, 9), undefined)).toBeUndefined()
    expect(unreadOf(range(5, 9), 6)).toEqual({ first: 7, count: 3 })
    expect(unreadOf(range(5, 9), 4)).toBeUndefined()
    expect(unreadOf([entry(2), ...range(5, 9)], 2)).toBeUndefined()
    expect(unreadOf(range(1, 3), 0)).toEqual({ first: 1, count: 3 })
    expect(unreadOf(range(1, 3, { authorKind: 'user' }), 1)).toBeUndefined()
  })
})

describe('blocks', () => {
  test('cover the whole thread, loaded or not', () => {
    const blocks = blockMaker()(range(85, 90), undefined)
    expect(blocks.map((block) => [block.index, block.lines.filter((line) => line.kind === 'entry').length, block.whole])).toEqual([...Array.from({ length: 8 }, (_, i) => [i, 0, false]), [8, 6, false]])
    expect(blockMaker()(range(81, 90), undefined).at(-1)?.whole).toBe(true)
    expect(blockOf(BLOCK)).toBe(0)
    expect(blockOf(BLOCK + 1)).toBe(1)
  })
  test('stay the same objects where nothing changed', () => {
    const make = blockMaker()
    const all = range(1, 25, { authorKind: 'user', authorId: 'u' })
    const first = make(all, undefined)
    const next = make([...all, entry(26)], undefined)
    expect(next.map((block, i) => block === first[i])).toEqual([true, true, false])
    const marked = make([...all, entry(26)], { first: 26, count: 1 })
    expect(marked.map((block, i) => block === next[i])).toEqual([true, true, false])
    expect(marked[2]?.lines.some((line) => line.kind === 'unread')).toBe(true)
  })
  test('group over their borders', () => {
    const lines = blockMaker()(range(1, 20), undefined).map((block) => block.lines[0])
    expect(lines.map((line) => line?.kind === 'entry' ? line.follows : line?.kind)).toEqual(['day', true])
  })
  test('are asked for a few at once, upwards', () => {
    expect(rangesOf([14], () => true)).toEqual([{ after: 50, limit: 100 }])
    expect(rangesOf([0], () => true)).toEqual([{ after: 0, limit: 10 }])
    expect(rangesOf([3, 4], (index) => index !== 2)).toEqual([{ after: 30, limit: 20 }])
    const many = rangesOf(Array.from({ length: 50 }, (_, i) => i), () => true)
    expect(many.every(({ limit }) => limit <= 200)).toBe(true)
    expect(many.reduce((sum, { limit }) => sum + limit, 0)).toBe(500)
  })
})

describe('links', () => {
  const links = (text: string) => piecesOf(text).filter((piece) => piece.kind === 'link').map((piece) => piece.href)
  test.each([
    ['see https://a.example/x?y=1.', ['https://a.example/x?y=1']],
    ['见https://a.example/订单，谢谢', ['https://a.example/订单']],
    ['(www.a.example)', ['https://www.a.example']],
    ['https://a.example/w_(x)', ['https://a.example/w_(x)']],
    ['write to li.wei@a.example!', ['mailto:li.wei@a.example']],
    ['javascript:alert(1) data:text/html,x', []],
  ])('%s', (text, expected) => expect(links(text)).toEqual(expected))
  test('nothing is lost', () => {
    const text = 'a https://a.example b @林薇 c x@y.example'
    expect(piecesOf(text, ['林薇']).map((piece) => piece.text).join('')).toBe(text)
    expect(piecesOf(text, ['林薇']).some((piece) => piece.kind === 'mention')).toBe(true)
  })
})

describe('mentions', () => {
  test.each([
    ['@', 1, { start: 0, query: '' }],
    ['hi @No', 6, { start: 3, query: 'No' }],
    ['请@林', 3, { start: 1, query: '林' }],
    ['mail li@exa', 11, undefined],
    ['@ no', 4, undefined],
    ['@a\nb', 4, undefined],
  ])('%j', (text, caret, expected) => expect(mentionAt(text, caret)).toEqual(expected))
})
