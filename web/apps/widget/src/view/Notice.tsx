import { h } from 'preact'
import type { Chat } from '../chat'
import { t } from '../words'

/** One line about what keeps messages from going out. */
export function Notice({ chat }: { chat: Chat }) {
  const text = navigator.onLine === false ? t('offline') : chat.trouble || (chat.lost ? t('reconnecting') : chat.left ? t('left') : '')
  return <div role="status">{text && <p class={`bar${chat.trouble ? ' bad' : ''}`}>{text}</p>}</div>
}
