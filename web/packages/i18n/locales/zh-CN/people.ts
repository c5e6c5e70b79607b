import type { Translated } from '../../src/message'
import type en from '../en/people'

export default {} satisfies Translated<typeof en>
