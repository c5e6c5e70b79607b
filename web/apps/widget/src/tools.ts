import { ICONS } from './icons'
import { pick, said } from './language'
import { make } from './make'
import { forget, load, place, save } from './storage'
import { dress } from './style'

/** What the loader needs and lends to the panel. */
export const tools = { pick, said, load, save, place, forget, dress, make, smile: ICONS.smile }

export type Tools = typeof tools
