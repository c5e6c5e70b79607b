import type { Translated } from '../../src/message'
import type en from '../en/views'

export default {
  add: '保存为视图',
  edit: '编辑视图',
  save: '保存为视图',
  keep: '保存修改',
  reset: '还原',
  name: '名称',
  placeholder: '例如：紧急且待回复',
  for: '可见范围',
  'for.me': '仅自己',
  'for.team': '团队：{team}',
  'for.company': '全员',
  shareHint: '共享视图中的「我」指当前查看的人。',
  remove: '删除视图',
  removed: '视图已删除',
  saved: '视图已保存',
} satisfies Translated<typeof en>
