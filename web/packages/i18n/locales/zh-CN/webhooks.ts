import type { Translated } from '../../src/message'
import type en from '../en/webhooks'

export default {
  title: 'Webhook',
  words: '事件 集成 投递 密钥 webhook',
} satisfies Translated<typeof en>
