import type { Translated } from '../../src/message'
import type en from '../en/setup'

export default {} satisfies Translated<typeof en>
