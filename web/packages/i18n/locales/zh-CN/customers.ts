import type { Translated } from '../../src/message'
import type en from '../en/customers'

export default {} satisfies Translated<typeof en>
