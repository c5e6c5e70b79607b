import type { Translated } from '../../src/message'
import type en from '../en/docs'

export default {} satisfies Translated<typeof en>
