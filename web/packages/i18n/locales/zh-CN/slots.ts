import type { Translated } from '../../src/message'
import type en from '../en/slots'

export default {
  suggestions: '推荐答案',
  take: '填入回复：{title}',
  takeNth: '采用推荐答案',
  hide: '收起推荐答案',
  faq: '知识库',
  reply: '快捷回复',
  files: '含附件',
  pref: '推荐答案',
  'pref.hint': '在输入框上方显示最多三条与客户问题匹配的知识库答案或快捷回复；没有合适的就不显示。',
  'pref.on': '为我推荐答案',
} satisfies Translated<typeof en>
