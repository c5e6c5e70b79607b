import { beforeEach, expect, test, vi } from 'vitest'
import { shell } from '../fake'
import { take } from '../shell'
import { effect, h, keep, render, type Child } from './dom'

let box: HTMLElement
const draw = (what: Child) => render(what, box)
const row = (key: string) => h('li', { key }, key)
const items = () => [...box.querySelectorAll('li')]

beforeEach(() => {
  take(shell(), () => {})
  box = document.createElement('div')
  document.body.append(box)
})

test('keeps elements that stay, wherever something comes or goes before them', () => {
  draw([false, h('p', null, 'stays')])
  const p = box.querySelector('p')
  draw([h('b', null, 'new'), h('p', null, 'still')])
  expect(box.innerHTML).toBe('<b>new</b><p>still</p>')
  expect(box.querySelector('p')).toBe(p)
})

test('moves elements with their keys', () => {
  draw(h('ul', null, ['a', 'b', 'c'].map(row)))
  const before = items()
  draw(h('ul', null, ['c', 'x', 'a'].map(row)))
  expect(items().map((item) => item.textContent)).toEqual(['c', 'x', 'a'])
  expect([items()[0], items()[2]]).toEqual([before[2], before[0]])
})

test('sets properties, attributes and listeners, and takes them back', () => {
  const first = vi.fn()
  draw(h('button', { class: 'a', disabled: false, 'aria-expanded': false, onclick: first }))
  const button = box.firstChild as HTMLButtonElement
  button.click()
  expect(first).toHaveBeenCalledTimes(1)
  expect(button.outerHTML).toBe('<button class="a" aria-expanded="false"></button>')
  draw(h('button', { disabled: true }))
  expect([button.disabled, button.getAttribute('class'), button.getAttribute('aria-expanded')]).toEqual([true, null, null])
})

test('a field shows what is drawn, also when something else was typed since', () => {
  draw(h('textarea', { value: '' }))
  const area = box.firstChild as HTMLTextAreaElement
  area.value = 'typed'
  draw(h('textarea', { value: '' }))
  expect(area.value).toBe('')
})

test('texts are texts', () => {
  draw(['<b>', 0, null, true, ''])
  expect(box.textContent).toBe('<b>0')
  expect(box.children).toHaveLength(0)
})

test('a part keeps its things, and loses them when it goes', () => {
  const undo = vi.fn()
  const made = vi.fn(() => ({ n: 0 }))
  const Part = ({ on }: { on: unknown }) => {
    const my = keep(made)
    my.n++
    effect(() => undo, [on])
    return String(my.n)
  }
  draw(h(Part, { on: 1 }))
  draw(h(Part, { on: 1 }))
  expect([box.textContent, made.mock.calls.length, undo.mock.calls.length]).toEqual(['2', 1, 0])
  draw(h(Part, { on: 2 }))
  expect(undo).toHaveBeenCalledTimes(1)
  draw(null)
  expect(undo).toHaveBeenCalledTimes(2)
  draw(h(Part, { on: 1 }))
  expect(box.textContent).toBe('1')
})

test('parts beside each other do not share', () => {
  const Part = ({ name }: { name: string }) => keep(() => name)
  draw([h(Part, { name: 'a' }), h(Part, { name: 'b' })])
  expect(box.textContent).toBe('ab')
})
