import type { Translated } from '../../src/message'
import type en from '../en/webhooks'

export default {} satisfies Translated<typeof en>
