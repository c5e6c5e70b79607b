import { tools } from '../shell'
import type { Question as Asked } from '../types'
import { language, t } from '../words'
import { h } from './dom'

type Props = { of: Asked; value: string; wrong: boolean; set: (value: string) => void }

/** An own question of the form: in words, one of a list, several of it, or a tick. Options are said by their ids. */
export function Question({ of: { id, label, kind, long, required, options = [] }, value, wrong, set }: Props) {
  const said = tools.said(label, language())
  const name = `own-${id}`
  const asked = (
    <span>
      {said} {!required && <i>({t('optional')})</i>}
    </span>
  )
  const mistake = wrong && (
    <p class="wrong" id={`wrong-${name}`}>
      {t('needed')}
    </p>
  )
  const props = {
    required,
    value,
    'aria-invalid': wrong ? true : undefined,
    'aria-describedby': wrong ? `wrong-${name}` : undefined,
    oninput: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  }
  if (kind === 'tick' || kind === 'several') {
    const chosen = value ? value.split(',') : []
    const ticks = kind === 'tick' ? [{ id: 'yes', text: asked }] : options.map((each) => ({ id: each.id, text: tools.said(each.label, language()) }))
    return (
      <div class="choice" role="group" aria-label={said} aria-describedby={props['aria-describedby']}>
        {kind === 'several' && asked}
        {ticks.map((each, at) => (
          <label key={each.id} class="tick">
            <input
              type="checkbox"
              checked={chosen.indexOf(each.id) >= 0}
              required={kind === 'tick' && required}
              aria-invalid={wrong && !at ? true : undefined}
              onchange={(event) => set((event.currentTarget.checked ? [...chosen, each.id] : chosen.filter((other) => other !== each.id)).join())}
            />
            {each.text}
          </label>
        ))}
        {mistake}
      </div>
    )
  }
  return (
    <label>
      {asked}
      {kind === 'one' ? (
        <select {...props}>
          <option value="">{t('choose')}</option>
          {options.map((each) => (
            <option key={each.id} value={each.id} selected={value === each.id}>
              {tools.said(each.label, language())}
            </option>
          ))}
        </select>
      ) : long ? (
        <textarea rows={3} maxLength={500} {...props} />
      ) : (
        <input type="text" maxLength={500} {...props} />
      )}
      {mistake}
    </label>
  )
}
