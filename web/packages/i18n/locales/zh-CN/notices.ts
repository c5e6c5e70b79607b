import type { Translated } from '../../src/message'
import type en from '../en/notices'

export default {
  title: '通知',
  open: '通知',
  openUnread: { other: '通知，{count} 条未读' },
  readAll: '全部标为已读',
  empty: '没有通知',
  emptyBody: '有人提到您、分配会话给您，或您的客户回复时，会显示在这里。',
  failed: '通知加载失败',
  mention: '{by}提到了您',
  assigned: '{by}给您分配了会话',
  assignedAuto: '有会话分配给您',
  reply: '您的客户发来消息',
  replyMany: { other: '您的客户发来 {count} 条消息' },
  number: '会话 #{number}',
  somebody: '有同事',
  unassigned: '有客户在等待',
  settings: '提醒方式',
  sound: '声音',
  desktop: '桌面通知',
  desktopHint: '工作台在后台时显示',
  desktopBlocked: '浏览器已屏蔽通知，请在浏览器设置中允许本页面发送通知。',
  titleCount: '在标签页标题显示数量',
  unassignedToo: '待分配的新会话也提醒',
  hidden: '新消息',
} satisfies Translated<typeof en>
