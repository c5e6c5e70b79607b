import type { Translated } from '../../src/message'
import type en from '../en/inbox'

export default {} satisfies Translated<typeof en>
