import type { Translated } from '../../src/message'
import type en from '../en/auth'

export default {} satisfies Translated<typeof en>
