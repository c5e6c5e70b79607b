/** The sheet in a chunk of its own: wide windows never need it. */
export { Sheet as default } from '@frontdesk/ui'
