import { setLocale } from '@frontdesk/i18n'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { hueOf, initials, teamHues } from './avatar'
import { giveFocusBack } from './floating'
import {
  Button,
  CodeInput,
  ColorInput,
  Combobox,
  ConfirmDialog,
  DataTable,
  Dialog,
  Field,
  FileDrop,
  IconButton,
  Input,
  ToastRegion,
  Tooltip,
  TooltipLayer,
  toast,
} from './index'
import { toasts } from './toast'

beforeEach(() => setLocale('en'))
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})
const Icon = { render: () => h('svg') }

test('initials: last two of a Chinese name, first letters of others', () => {
  expect(['王晓燕', '林薇', '欧阳娜娜', 'Priya Raman', 'Jean-Luc M Picard', 'ada@example.com', ' ', '李Tom'].map(initials)).toEqual(
    ['晓燕', '林薇', '娜娜', 'PR', 'JP', 'AC', '?', '李'],
  )
  expect(hueOf('usr_1')).toBe(hueOf('usr_1'))
  expect(hueOf('usr_1') % 15).toBe(0)
})

test('teams have hues of their own, which a new team leaves alone', () => {
  const ids = Array.from({ length: 12 }, (_, i) => `tem_01k${String.fromCharCode(97 + i)}`)
  const hues = teamHues(ids)
  expect(new Set(hues.values()).size).toBe(12)
  for (let n = 1; n < ids.length; n++) expect([...teamHues([...ids.slice(0, n)].reverse())].sort()).toEqual([...hues].slice(0, n).sort())
  expect(teamHues([...ids, 'tem_01kz']).get('tem_01kz')).toBeDefined()
})

describe('field', () => {
  test('ties label, hint and error to the control', () => {
    const view = mount(Field, {
      props: { label: 'Email', hint: 'For replies', error: 'Missing', required: true },
      slots: { default: () => h(Input, { modelValue: '' }) },
    })
    const input = view.get('input')
    expect(view.get('label').attributes('for')).toBe(input.attributes('id'))
    const described = input.attributes('aria-describedby')?.split(' ') ?? []
    expect(described.map((id) => view.get(`#${id}`).text())).toEqual(['Missing', 'For replies'])
    expect(input.attributes()).toMatchObject({ 'aria-invalid': 'true', 'aria-required': 'true' })
  })

  test('a password can be shown and hidden', async () => {
    const view = mount(Input, { props: { type: 'password', modelValue: 'x' } })
    await view.get('button').trigger('click')
    expect(view.get('input').attributes('type')).toBe('text')
    expect(view.get('button').attributes('aria-label')).toBe('Hide password')
  })
})

test('a loading button cannot be pressed twice', async () => {
  const click = vi.fn()
  const view = mount(Button, { props: { loading: true, onClick: click } as object })
  await view.trigger('click')
  expect(click).not.toHaveBeenCalled()
  expect(view.attributes('aria-busy')).toBe('true')
})

test('a code takes pasted and full-width digits and completes once', async () => {
  const view = mount(CodeInput, { props: { label: 'Code' } })
  await view.get('input').setValue('１２3-45x')
  expect(view.emitted('update:modelValue')?.at(-1)).toEqual(['12345'])
  await view.get('input').setValue('123 456 7')
  expect(view.emitted('complete')).toEqual([['123456']])
})

test('a colour changes only to valid values', async () => {
  const view = mount(ColorInput, { props: { modelValue: '#112233', label: 'Brand' } })
  const hex = view.findAll('input')[1]!
  await hex.setValue('AbC')
  await hex.trigger('change')
  expect(view.emitted('update:modelValue')).toEqual([['#aabbcc']])
  await hex.setValue('red')
  await hex.trigger('change')
  expect(view.emitted('update:modelValue')).toHaveLength(1)
  expect(view.get('[role=alert]').text()).toContain('hex')
})

test('files are checked by kind and size', async () => {
  const view = mount(FileDrop, { props: { accept: 'image/*,.pdf', maxBytes: 10, multiple: true } })
  const file = (name: string, type: string, size: number) => new File(['x'.repeat(size)], name, { type })
  const list = [file('a.png', 'image/png', 5), file('b.PDF', '', 5), file('c.exe', 'application/x', 1), file('d.png', 'image/png', 11)]
  await view.trigger('drop', { dataTransfer: { files: list } })
  expect((view.emitted('files')?.[0]?.[0] as File[]).map((each) => each.name)).toEqual(['a.png', 'b.PDF'])
  expect(view.emitted('refuse')?.map(([why]) => why)).toEqual(['This kind of file is not accepted.', 'The file is larger than 10 B.'])
})

describe('toasts', () => {
  test('at most three, each leaves by itself, undo stays longer and runs once', async () => {
    vi.useFakeTimers()
    const view = mount(ToastRegion, { attachTo: document.body })
    const undo = vi.fn()
    for (const text of ['one', 'two', 'three']) toast(text)
    toast({ text: 'four', undo })
    await nextTick()
    expect(toasts.value.map((item) => item.text)).toEqual(['two', 'three', 'four'])
    expect(view.find('[aria-live=polite]').exists()).toBe(true)
    vi.advanceTimersByTime(5000)
    expect(toasts.value.map((item) => item.text)).toEqual(['four'])
    await nextTick()
    await view.findAll('button').find((button) => button.text() === 'Undo')!.trigger('click')
    expect(undo).toHaveBeenCalledOnce()
    expect(toasts.value).toEqual([])
    view.unmount()
  })

  test('the clocks stop while the reader points at the stack', async () => {
    vi.useFakeTimers()
    const view = mount(ToastRegion)
    toast('stay')
    await view.get('section').trigger('pointerenter')
    vi.advanceTimersByTime(60_000)
    expect(toasts.value).toHaveLength(1)
    await view.get('section').trigger('pointerleave')
    vi.advanceTimersByTime(5000)
    expect(toasts.value).toHaveLength(0)
    view.unmount()
  })
})

test('a tooltip comes after a moment, and Escape hides it', async () => {
  vi.useFakeTimers()
  const layer = mount(TooltipLayer, { attachTo: document.body })
  const view = mount(Tooltip, { props: { text: 'Explains' }, slots: { default: () => h('button', 'x') }, attachTo: document.body })
  await view.trigger('pointerenter', { pointerType: 'mouse' })
  expect(document.querySelector('[role=tooltip]')).toBeNull()
  vi.advanceTimersByTime(500)
  await nextTick()
  expect(document.querySelector('[role=tooltip]')?.textContent).toContain('Explains')
  expect(view.attributes('aria-describedby')).toBe('fd-tip')
  await view.trigger('keydown', { key: 'Escape' })
  await nextTick()
  expect(document.querySelector('[role=tooltip]')).toBeNull()
  layer.unmount()
})

test('an icon button has a name and says its shortcut', () => {
  const view = mount(IconButton, { props: { icon: Icon, label: 'Assign', keys: 'mod+k' } })
  expect(view.attributes()).toMatchObject({ 'aria-label': 'Assign', 'aria-keyshortcuts': 'Control+k' })
})

test('a table sorts by what its columns give', async () => {
  type Row = { id: string; name: string; n: number }
  const rows: Row[] = [
    { id: '1', name: 'b', n: 9 },
    { id: '2', name: 'a', n: 10 },
  ]
  const view = mount(DataTable<Row>, {
    props: { label: 'T', rows, rowKey: (row) => row.id, columns: [{ key: 'n', label: 'N', sort: (row) => row.n }] },
    slots: { 'cell-n': '<template #cell-n="{ row }">{{ row.n }}</template>' },
  })
  const cells = () => view.findAll('td').map((cell) => cell.text())
  await view.get('th button').trigger('click')
  expect([cells(), view.get('th').attributes('aria-sort')]).toEqual([['9', '10'], 'ascending'])
  await view.get('th button').trigger('click')
  expect([cells(), view.get('th').attributes('aria-sort')]).toEqual([['10', '9'], 'descending'])
})

test('a combobox filters, chooses several and creates', async () => {
  const view = mount(Combobox<string[]>, {
    props: {
      label: 'Tags',
      modelValue: ['t1'],
      options: [
        { value: 't1', label: 'Billing' },
        { value: 't2', label: '物流' },
      ],
      creatable: (name: string) => `Create ${name}`,
      open: true,
    },
    attachTo: document.body,
  })
  await flushPromises()
  const options = () => [...document.querySelectorAll<HTMLElement>('[role=option]')]
  expect(options().map((option) => option.textContent?.trim())).toEqual(['Billing', '物流'])
  options()[1]?.click()
  await flushPromises()
  expect(view.emitted('update:modelValue')?.at(-1)).toEqual([['t1', 't2']])
  const input = document.querySelector('input')!
  input.value = 'new'
  input.dispatchEvent(new Event('input'))
  await flushPromises()
  expect(options().map((option) => option.textContent?.trim())).toEqual(['Create new'])
  options()[0]?.click()
  await flushPromises()
  expect(view.emitted('create')).toEqual([['new']])
  view.unmount()
})

test('what cannot be undone waits for the typed name', async () => {
  const view = mount(ConfirmDialog, {
    props: { open: true, title: 'Delete?', body: 'Gone.', action: 'Delete team', typeToConfirm: 'Logistics', danger: true },
    attachTo: document.body,
  })
  await flushPromises()
  const action = () => [...document.querySelectorAll('button')].find((button) => button.textContent?.includes('Delete team'))!
  expect(action().disabled).toBe(true)
  const input = document.querySelector('input')!
  input.value = 'Logistics '
  input.dispatchEvent(new Event('input'))
  await flushPromises()
  action().click()
  expect(view.emitted('confirm')).toHaveLength(1)
  view.unmount()
})

test('a dialog on its way out steals no focus from where fast hands went meanwhile', async () => {
  document.body.innerHTML = '<button id="from"></button><input id="to" />'
  document.getElementById('from')!.focus()
  const view = mount(Dialog, { props: { open: true, title: 'Plan' }, attachTo: document.body })
  await flushPromises()
  expect(document.activeElement?.closest('[role=dialog]')).toBeTruthy()
  void view.setProps({ open: false })
  await nextTick()
  expect(document.querySelector('[role=dialog]')).toBeTruthy()
  document.getElementById('to')!.focus()
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')).toBeNull())
  await new Promise((done) => setTimeout(done))
  expect(document.activeElement?.id).toBe('to')

  // Who went nowhere is back at the start.
  document.getElementById('from')!.focus()
  await view.setProps({ open: true })
  await flushPromises()
  await view.setProps({ open: false })
  await vi.waitFor(() => expect(document.activeElement?.id).toBe('from'))
  view.unmount()
})

describe('giveFocusBack', () => {
  function close(inside: Element) {
    const event = new CustomEvent('close', { cancelable: true })
    inside.addEventListener('close', giveFocusBack)
    inside.dispatchEvent(event)
    return event
  }
  function menu() {
    document.body.innerHTML = '<button id="trigger"></button><input id="field" /><div data-reka-popper-content-wrapper=""><div role="menu" aria-labelledby="trigger"><button id="item"></button></div></div>'
    return document.querySelector('[data-reka-popper-content-wrapper]') as HTMLElement
  }
  const at = (id: string) => document.getElementById(id) as HTMLElement

  test('a menu gives it back at once, through the element that places it', () => {
    const plane = menu()
    at('item').focus()
    expect(close(plane).defaultPrevented).toBe(true)
    expect(document.activeElement).toBe(at('trigger'))
  })

  test('takes it from nobody who has it meanwhile', () => {
    const plane = menu()
    at('field').focus()
    expect(close(plane).defaultPrevented).toBe(true)
    expect(document.activeElement).toBe(at('field'))
  })
})
