import { person } from '../chat'
import { read } from '../session'
import { draw } from '../shell'
import type { Conversation } from '../types'
import { format, t, time } from '../words'
import { effect, h, keep } from './dom'
import css from './form.css?inline'

export { CallBack as part, css }

type Choices = { windows: { from: string; until: string }[]; open: boolean; phone?: string; name?: string; code?: string }

/** Where, when and whom to call. */
function CallBack({ head: { id, callBack }, done, shut }: { head: Conversation; done: (now: Conversation) => void; shut: () => void }) {
  const my = keep(() => ({ choices: undefined as Choices | undefined, phone: '', name: (callBack && callBack.name) || person.name || '', from: (callBack && callBack.from) || '', wrong: '', trouble: '', busy: false }))
  const form = keep(() => ({ current: null as HTMLFormElement | null }))
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }
  const at = `conversations/${id}/callback`
  effect(() => {
    void read<Choices>(at).then(
      (choices) => {
        // A number that was told here before is offered; one that is known from elsewhere is shown with stars only.
        set({ choices, phone: callBack ? '' : person.phone || '', from: choices.windows.some(({ from }) => from === my.from) ? my.from : '' })
        const field = form.current && form.current.querySelector('input')
        if (field) field.focus()
      },
      (error: { detail?: string }) => set({ trouble: error.detail || t('trouble') }),
    )
  }, [id])
  const { busy, choices, from, name, phone, trouble, wrong } = my
  if (!choices) return <p role="status">{trouble || '…'}</p>

  const submit = async (event: Event) => {
    event.preventDefault()
    const digits = phone.replace(/[^\d０-９]/g, '').length
    const mistake = !phone.trim() ? (choices.phone ? '' : t('needed')) : digits < 5 || digits > 17 ? t('phoneWrong') : ''
    set({ wrong: mistake, trouble: '' })
    if (mistake) {
      setTimeout(() => form.current && (form.current.querySelector('[aria-invalid]') as HTMLElement).focus())
      return
    }
    set({ busy: true })
    try {
      done(await read<Conversation>(at, { method: 'PUT', json: { phone: phone.trim() || undefined, name: name.trim() || undefined, from: from || undefined } }))
    } catch (error) {
      set({ trouble: (error as { detail?: string }).detail || t('trouble') })
    }
    set({ busy: false })
  }

  // One group of times for each day.
  const days: { name: string; times: Choices['windows'] }[] = []
  for (const each of choices.windows) {
    const name = format(new Date(each.from), { weekday: 'short', month: 'short', day: 'numeric' })
    const last = days[days.length - 1]
    if (last && last.name === name) last.times.push(each)
    else days.push({ name, times: [each] })
  }

  return (
    <form class="form" ref={form} noValidate onsubmit={(event) => void submit(event)}>
      <label>
        {t('callPhone')}
        <input
          type="tel"
          autocomplete="tel"
          maxLength={60}
          required={!choices.phone}
          value={phone}
          placeholder={choices.phone ? t('callKnown', { phone: choices.phone }) : undefined}
          aria-invalid={wrong ? true : undefined}
          aria-describedby="call-hint"
          oninput={(event) => set({ phone: event.currentTarget.value })}
        />
        <p class={wrong ? 'wrong' : 'hint'} id="call-hint">
          {wrong || (choices.code ? t('callCode', { code: choices.code }) : t('callNoCode'))}
        </p>
      </label>
      <label>
        {t('callWhen')}
        <select value={from} onchange={(event) => set({ from: event.currentTarget.value })}>
          <option value="">{t(choices.open ? 'callSoon' : 'callOpens')}</option>
          {days.map((day) => (
            <optgroup key={day.name} label={day.name}>
              {day.times.map((each) => (
                <option key={each.from} value={each.from}>
                  {day.name} {time(new Date(each.from))}–{time(new Date(each.until))}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        {t('name')} <i>({t('optional')})</i>
        <input type="text" autocomplete="name" maxLength={120} value={name} oninput={(event) => set({ name: event.currentTarget.value })} />
      </label>
      <div role="status">{trouble && <p class="wrong">{trouble}</p>}</div>
      <button type="submit" class="solid" disabled={busy}>
        {t('callSave')}
      </button>
      <button type="button" class="plain" onclick={shut}>
        {t('back')}
      </button>
    </form>
  )
}
