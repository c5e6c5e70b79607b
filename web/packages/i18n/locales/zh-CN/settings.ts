import type { Translated } from '../../src/message'
import type en from '../en/settings'

export default {} satisfies Translated<typeof en>
