import { computed, ref } from 'vue'
import { local } from '@/shell/env'
import { preferences, setPreferences } from '@/shell/preferences'

export type PickerKind = 'assign' | 'snooze' | 'tag' | 'priority' | 'people'
/** Which picker is open, and whether for the open conversation or for the selected ones. */
export const picker = ref<{ kind: PickerKind; scope: 'thread' | 'bulk' } | null>(null)

const SIDE = 'fd.inbox.side'
/** The side panel beside the thread; where there is no room it is a sheet with a state of its own. */
export const sideOpen = ref(local.get(SIDE) !== 'off')
export const sideSheet = ref(false)
export function setSide(open: boolean): void {
  sideOpen.value = open
  local.set(SIDE, open ? 'on' : 'off')
}

const ENTER = 'fd.inbox.enterSends'
/** Whether Enter sends (a browser of before may know it, where the account does not yet); otherwise it starts a line and ⌘/Ctrl Enter sends. */
export const enterSends = computed(() => (preferences.value?.enterSends ?? local.get(ENTER)) !== 'off')
export const setEnterSends = (on: boolean): void => void setPreferences({ enterSends: on ? 'on' : 'off' }).catch(() => {})

const REST_MS = 2_000
let rest: ReturnType<typeof setTimeout> | undefined
/** Whether the reader writes at this moment: nothing moves meanwhile. */
export const writing = ref(false)
/** Notes a key in the composer; what was sent or deleted ends it at once. */
export function wrote(something: boolean): void {
  clearTimeout(rest)
  writing.value = something
  if (something) rest = setTimeout(() => (writing.value = false), REST_MS)
}

/** Asks the composer of the open conversation to take a piece of text where the caret is: a card, an answer of the side panel. */
export const composerPiece = ref<{ piece: string; n: number }>({ piece: '', n: 0 })
export const intoComposer = (piece: string): void => void (composerPiece.value = { piece, n: composerPiece.value.n + 1 })

/** The card that is being written for the open conversation; undefined while none is. */
export const cardDraft = ref<{ kind?: 'order' | 'product' }>()

/** What the open page can be asked for by what stands beside it: to open again what an undo brought back. */
export const page: { reveal: (id: string) => void } = { reveal: () => {} }

const GROUP = 'fd.inbox.byCustomer'
/** Whether lists bring the conversations of one customer together. */
export const grouping = ref(local.get(GROUP) === 'on')
export function setGrouping(on: boolean): void {
  grouping.value = on
  local.set(GROUP, on ? 'on' : 'off')
}
