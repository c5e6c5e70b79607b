import type { Translated } from '../../src/message'
import type en from '../en/channels'

export default {
  title: '渠道',
  words: '在线客服 网站 组件 安装代码 颜色 widget',
} satisfies Translated<typeof en>
