import { brand, readable } from './colour'
import { pick, said } from './language'
import { load, names, remove, save } from './storage'
import { dress } from './style'

/** What the loader needs and lends to the panel. */
export const tools = { brand, readable, pick, said, load, names, remove, save, dress }

export type Tools = typeof tools
