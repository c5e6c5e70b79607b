import { call, type Page } from '@/shell/call'

export type Webhook = { id: string; url: string; description?: string; events: string[]; enabled: boolean; disabledReason?: 'failing' | 'gone'; failingSince?: string; createdAt: string; version: number; secret?: string }
export type Delivery = { id: string; webhookId: string; eventType: string; body: string; status: 'pending' | 'delivered' | 'failed'; attempts: number; maxAttempts: number; nextAt?: string; lastStatus?: number; lastError?: string; durationMs: number; response?: string; createdAt: string; finishedAt?: string }
export type WebhookPatch = Partial<Pick<Webhook, 'url' | 'description' | 'events' | 'enabled'>> & { rotateSecret?: boolean }
const at = (id: string) => ({ path: { id } })
export const getWebhooks = async () => (await call<Page<Webhook>>('GET', '/webhooks')).items
export const createWebhook = (body: Pick<Webhook, 'url' | 'events'> & { description?: string }) => call<Webhook>('POST', '/webhooks', { body })
export const patchWebhook = (id: string, version: number, body: WebhookPatch) => call<Webhook>('PATCH', '/webhooks/{id}', { ...at(id), body: { version, ...body } })
export const deleteWebhook = (id: string) => call('DELETE', '/webhooks/{id}', at(id))
export const testWebhook = (id: string) => call<Delivery>('POST', '/webhooks/{id}/test', at(id))
export const getDeliveries = (id: string, cursor?: string) => call<Page<Delivery>>('GET', '/webhooks/{id}/deliveries', { ...at(id), query: { limit: 30, cursor } })
export const replay = (id: string, deliveryId: string) => call<Delivery>('POST', '/webhooks/{id}/deliveries/{deliveryId}/replay', { path: { id, deliveryId } })

/** Families of events that can be chosen as a whole, and the ones people ask for singly. */
export const FAMILIES = ['conversation', 'customer', 'tag', 'channel', 'user', 'team', 'presence', 'workspace'] as const
export const CONVERSATION_EVENTS = ['opened', 'message_added', 'note_added', 'entry_recalled', 'entry_edited', 'assigned', 'snoozed', 'resolved', 'reopened', 'rated', 'tagged', 'priority_changed', 'sentiment_changed', 'customer_identified', 'offline_captured', 'callback_asked', 'callback_withdrawn', 'called'] as const

/** The body of a delivery, laid out for reading; what is no JSON stays as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
