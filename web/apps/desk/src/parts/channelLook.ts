import { Mail, MessageSquareText, MessagesSquare, Phone, Smartphone } from '@lucide/vue'
import type { Component } from 'vue'

/** One glyph and one hue for each kind of channel. */
const looks: Record<string, { icon: Component; ink: string }> = {
  webchat: { icon: MessageSquareText, ink: 'text-channel-web' },
  email: { icon: Mail, ink: 'text-channel-email' },
  wechat: { icon: MessagesSquare, ink: 'text-channel-wechat' },
  phone: { icon: Phone, ink: 'text-channel-phone' },
  sms: { icon: Smartphone, ink: 'text-channel-sms' },
}
export const channelLook = (kind: string): { icon: Component; ink: string } => looks[kind] ?? { icon: MessageSquareText, ink: 'text-channel-web' }
