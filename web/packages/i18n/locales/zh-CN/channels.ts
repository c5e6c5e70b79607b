import type { Translated } from '../../src/message'
import type en from '../en/channels'

export default {} satisfies Translated<typeof en>
