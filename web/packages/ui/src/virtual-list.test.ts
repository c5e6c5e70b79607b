import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import VirtualList from './components/VirtualList.vue'

type Row = { id: string }
const make = (count: number, from = 0): Row[] => Array.from({ length: count }, (_, i) => ({ id: `r${i + from}` }))
let view: VueWrapper

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(400)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(300)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
})
afterEach(() => view.unmount())

async function show(props: Partial<{ items: Row[]; selected: string; total: number; marked: Set<string> }> = {}) {
  view = mount(VirtualList<Row>, {
    props: { items: make(10_000), rowHeight: 80, itemKey: (row: Row) => row.id, label: 'Conversations', ...props },
    slots: { default: '<template #default="{ item }">{{ item.id }}</template>' },
    attachTo: document.body,
  }) as unknown as VueWrapper
  await nextTick()
  await nextTick()
  return view
}
const options = () => view.findAll('[role=option]')
const key = (name: string) => view.get('[role=listbox]').trigger('keydown', { key: name })

test('draws only what is seen, and says how many there are', async () => {
  await show({ selected: 'r1', total: 12_000 })
  expect(options().length).toBeGreaterThan(4)
  expect(options().length).toBeLessThan(30)
  expect(options()[1]?.attributes()).toMatchObject({ 'aria-setsize': '12000', 'aria-posinset': '2', 'aria-selected': 'true' })
  expect(options()[0]?.attributes('aria-selected')).toBe('false')
})

test('keys move the cursor, Enter and clicks open', async () => {
  await show()
  await key('ArrowDown')
  await key('ArrowDown')
  expect(view.emitted('update:active')?.map(([id]) => id)).toEqual(['r0', 'r1'])
  const active = view.get('[role=listbox]').attributes('aria-activedescendant')
  expect(view.get(`#${active}`).text()).toBe('r1')
  await key('Enter')
  await options()[3]?.trigger('click')
  expect(view.emitted('open')?.map(([row]) => (row as Row).id)).toEqual(['r1', 'r3'])
  await key('End')
  expect(view.emitted('update:active')?.at(-1)).toEqual(['r9999'])
  await key('Home')
  expect(view.emitted('update:active')?.at(-1)).toEqual(['r0'])
})

test('several marked rows make it a list of several choices', async () => {
  await show({ selected: 'r0', marked: new Set(['r2']) })
  expect(view.get('[role=listbox]').attributes('aria-multiselectable')).toBe('true')
  expect(options().slice(0, 3).map((option) => option.attributes('aria-selected'))).toEqual(['false', 'false', 'true'])
})

test('asks for more near the end', async () => {
  await show({ items: make(10) })
  expect(view.emitted('end')).toBeTruthy()
})

test('rows that arrive above do not move what is read', async () => {
  await show({ items: make(100) })
  const box = view.get('[role=listbox]')
  box.element.scrollTop = 800
  await box.trigger('scroll')
  expect(view.emitted('top')).toEqual([[false]])
  await view.setProps({ items: [...make(3, 1000), ...make(100)] })
  await nextTick()
  expect(box.element.scrollTop).toBe(800 + 3 * 80)
})
