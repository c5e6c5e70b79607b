import { shallowReactive } from 'vue'

/** Hidden values that were revealed, by what they belong to; they are forgotten again when their time is over. */
export type Revealed = { values: Readonly<Record<string, string>>; until: number }
export const revealed = shallowReactive(new Map<string, Revealed>())

/** Whether a text holds something with stars in the middle, as the server hides it. */
export const isHidden = (text: string | undefined): boolean => !!text && /\*[-\s().*]{2,}|\*@/.test(text)
