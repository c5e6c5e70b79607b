import type { Translated } from '../../src/message'
import type en from '../en/thread'

export default {
  actions: '消息操作',
  quote: '引用',
  copy: '复制文字',
  copied: '已复制',
  edit: '编辑',
  recall: '撤回',
  recalled: '消息已撤回',
  history: '历史版本',
  historyHint: '所有版本，最新的在前。',
  historyRecalled: '该消息已撤回，仅本人和有权限的成员可见。',
  historyFailed: '历史版本加载失败',
  now: '当前版本',
  export: '导出会话',
  exportHint: '导出操作会记入事件日志。',
  exportNotes: '包含内部备注',
  exportNotesHint: '以及客户看不到的其他内容。',
  exportText: '文本文件',
  exportPrint: '打印／另存为 PDF',
  exportedAt: '导出时间：{time}',
  exportCut: '仅包含最新的 5,000 条记录',
} satisfies Translated<typeof en>
