import type { Translated } from '../../src/message'
import type en from '../en/search'

export default {
  title: '搜索',
  command: '搜索消息和客户',
  placeholder: '搜索消息、会话、客户…',
  scope: '搜索范围',
  messages: '消息',
  conversations: '会话',
  customers: '客户',
  results: '搜索结果',
  hint: '可以搜索全部历史记录，中英文都支持。',
  recent: '最近搜索',
  failed: '搜索没有成功',
  none: '没有找到“{text}”',
  noneHint: '换个词，或少输入几个字试试。',
  more: '显示更多',
} satisfies Translated<typeof en>
