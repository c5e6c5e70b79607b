import type { Translated } from '../../src/message'
import type en from '../en/panel'

/** 会话右侧面板与客户页面共用的文字。 */
export default {
  failed: '加载失败',
  orders: '订单',
  'orders.order': '订单',
  'orders.product': '商品',
  'orders.none': '暂无订单信息',
  'orders.none.body': '客户所在页面带来的订单和商品会显示在这里。',
  'orders.told': '由网页提供（{time}），未经核实',
  'orders.put': '填入回复',
  'orders.put.what': '将“{title}”填入回复',
  'orders.open': '打开',
  'orders.open.what': '在新标签页打开“{title}”',
} satisfies Translated<typeof en>
