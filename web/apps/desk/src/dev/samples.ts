import type { ComboboxOption } from '@frontdesk/ui'

/** People and tags for the gallery. */
export const people: ComboboxOption[] = [
  { value: 'usr_1', label: '林薇', hint: 'Tier 1', group: 'Online', avatar: { id: 'usr_1', name: '林薇' } },
  { value: 'usr_2', label: '陈志远', hint: 'Logistics', group: 'Online', avatar: { id: 'usr_2', name: '陈志远' } },
  { value: 'usr_3', label: 'Noah Okafor', hint: 'Tier 1', group: 'Away', avatar: { id: 'usr_3', name: 'Noah Okafor' } },
  { value: 'usr_4', label: 'Sofia Rossi', hint: 'Enterprise', group: 'Away', avatar: { id: 'usr_4', name: 'Sofia Rossi' } },
]
export const tags: ComboboxOption[] = [
  { value: 'tag_1', label: '物流', dot: 'var(--fd-chart-1)' },
  { value: 'tag_2', label: 'Billing', dot: 'var(--fd-chart-3)' },
  { value: 'tag_3', label: 'API', dot: 'var(--fd-chart-4)' },
  { value: 'tag_4', label: '退款', dot: 'var(--fd-chart-5)' },
]
/** Rows of an inbox. */
export const rows = Array.from({ length: 10_000 }, (_, i) => {
  const names = ['王晓燕', 'Priya Raman', 'Lucas Meyer', '吴嘉豪', 'Zoe Laurent', '林佳怡', 'Marcus Webb', '何浩然']
  const texts = ['快递说放在门口了，但监控里没有看到包裹', 'We are seeing 502s from the webhook endpoint', 'Wants to move the annual plan to monthly', '退款申请已经三天了还没有到账']
  return { id: `cnv_${i}`, name: names[i % names.length] ?? '', text: texts[i % texts.length] ?? '', unread: i % 5 === 0 ? 2 : 0, minutes: i }
})
