import { ICONS } from '../../../widget/src/icons'
import { words as enMore } from '../../../widget/src/locales/en/more'
import { words as en } from '../../../widget/src/locales/en/panel'
import { words as zhMore } from '../../../widget/src/locales/zh-CN/more'
import { words as zh } from '../../../widget/src/locales/zh-CN/panel'

export { brand, contrast } from '../../../widget/src/colour'
export { ICONS as LAUNCHERS } from '../../../widget/src/icons'

/** What the widget says, in the language of its visitor and not of this desk. */
export const WORDS = { en: { ...en, ...enMore, question: 'Hi, when does my order ship?' }, 'zh-CN': { ...zh, ...zhMore, question: '你好，想问一下发货时间' } }

/** The drawings of the panel and of the launcher; a journey compares them with the widget's. */
export const DRAWINGS = {
  close: 'M6 6l12 12M18 6L6 18',
  clip: 'M20.5 11.5l-8.3 8.3a5.3 5.3 0 0 1-7.5-7.5l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.6a1.8 1.8 0 0 1-2.5-2.5l7.9-7.9',
  smile: ICONS.smile,
  send: 'M5 12h14M13 6l6 6-6 6',
}
/** On a site the panel floats over the page; here it stands in it, smaller, and as wide on every screen. */
export const SIZES = `
.fd.fd.fd { animation: none; border-radius: 16px; box-shadow: var(--shadow); height: 560px; inset: auto; margin-inline: auto 0; max-height: none; max-width: 384px; position: static; width: 100%; zoom: 0.85; }
.fd.fd.fd[data-side='left'] { margin-inline: 0 auto; }
.fd.fd.fd .line textarea { font-size: 15px; }
.launcher.launcher { cursor: default; inset: auto; margin: 16px 0 0 auto; position: static; transform: none; zoom: 0.85; }
.launcher.launcher[data-side='left'] { margin: 16px auto 0 0; }
.dots.dots i { animation: none; }
`
