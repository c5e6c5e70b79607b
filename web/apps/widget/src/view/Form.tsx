import { h, keep } from './dom'
import { changed, config, person as known, send, tellPerson } from '../chat'
import { draw, shell } from '../shell'
import type { Asked, Person } from '../types'
import { t } from '../words'
import css from './form.css?inline'
import { Question } from './Question'

export { css, Form as part }

type Field = 'name' | 'email' | 'phone'
const TYPES = { name: ['text', 'name', 120], email: ['email', 'email', 254], phone: ['tel', 'tel', 40] } as const

/** What is asked before the first message, and outside business hours: a message with a way to answer it. */
function Form({ kind, done }: { kind: 'before' | 'offline'; /** It was sent in a conversation that goes on. */ done?: () => void }) {
  const { preChat } = config
  const own = (kind === 'offline' && config.leave) || []
  const asks: Record<Field, Asked> = kind === 'before' ? preChat : { name: 'optional', email: 'required', phone: preChat.on ? preChat.phone : 'off' }
  const fields = (['name', 'email', 'phone'] as const).filter((field) => asks[field] !== 'off')
  const my = keep(() => ({ values: known, message: '', answers: {} as Record<string, string>, checked: false }))
  const form = keep(() => ({ current: null as HTMLFormElement | null }))
  const { values, message, answers, checked } = my
  const set = (change: Partial<typeof my>) => {
    Object.assign(my, change)
    draw()
  }

  const wrong = (field: Field): string => {
    const value = values[field]?.trim() ?? ''
    if (!value) return asks[field] === 'required' ? t('needed') : ''
    return field === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? t('emailWrong') : ''
  }
  const missing = ({ id, required }: { id: string; required: boolean }) => required && !(answers[id] || '').trim()
  const noMessage = kind === 'offline' && !message.trim() ? t('needed') : ''

  const submit = (event: Event) => {
    event.preventDefault()
    set({ checked: true })
    if (noMessage || fields.some(wrong) || own.some(missing)) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
      return
    }
    const person: Person = {}
    for (const field of fields) if (values[field]?.trim()) person[field] = values[field].trim()
    tellPerson(Object.keys(person).length ? person : { name: '' })
    if (kind === 'offline' && !send(message.trim(), [], { person, offline: true, answers: own.length ? answers : undefined })) return
    if (done) return done()
    changed()
    const { root } = shell
    setTimeout(() => (root.querySelector<HTMLElement>('.composer textarea') ?? root.querySelector<HTMLElement>('.scroll'))?.focus())
  }

  return (
    <form class="form" ref={form} noValidate onsubmit={submit}>
      <h3>{t(kind === 'before' ? 'before' : 'leave')}</h3>
      <p>{t(kind === 'before' ? 'beforeHint' : 'leaveHint')}</p>
      {fields.map((field) => {
        const [type, complete, most] = TYPES[field]
        const mistake = checked ? wrong(field) : ''
        return (
          <label key={field}>
            {t(field)} {asks[field] === 'optional' && <i>({t('optional')})</i>}
            <input
              type={type}
              autocomplete={complete}
              maxLength={most}
              required={asks[field] === 'required'}
              value={values[field] ?? ''}
              aria-invalid={mistake ? true : undefined}
              aria-describedby={mistake ? `wrong-${field}` : undefined}
              oninput={(event) => set({ values: { ...my.values, [field]: event.currentTarget.value } })}
            />
            {mistake && <Mistake id={`wrong-${field}`} text={mistake} />}
          </label>
        )
      })}
      {own.map((each) => (
        <Question key={`own-${each.id}`} of={each} value={answers[each.id] ?? ''} wrong={checked && missing(each)} set={(value) => set({ answers: { ...my.answers, [each.id]: value } })} />
      ))}
      {kind === 'offline' && (
        <label>
          {t('message')}
          <textarea
            rows={4}
            maxLength={10_000}
            required
            value={message}
            aria-invalid={checked && noMessage ? true : undefined}
            aria-describedby={checked && noMessage ? 'wrong-message' : undefined}
            oninput={(event) => set({ message: event.currentTarget.value })}
          />
          {checked && noMessage && <Mistake id="wrong-message" text={noMessage} />}
        </label>
      )}
      <button type="submit" class="solid">
        {t(kind === 'before' ? 'begin' : 'leaveSend')}
      </button>
    </form>
  )
}

const Mistake = ({ id, text }: { id: string; text: string }) => (
  <p class="wrong" id={id}>
    {text}
  </p>
)
