import { Fragment, h } from 'preact'
import type { Chat } from '../chat'
import type { Unsent } from '../outbox'
import { t } from '../words'
import { Content } from './Thread'

/** A message that the server has not acknowledged. */
export function UnsentMessage({ chat, item }: { chat: Chat; item: Unsent }) {
  const { refused, clientId } = item
  const refusal = refused !== undefined
  return (
    <div class="msg mine first">
      <Content chat={chat} entry={item} />
      <p class={`state${refusal ? ' bad' : ''}`}>
        {refusal ? (
          <>
            {t('failed')}
            {refused && ` · ${refused}`}{' '}
            <button type="button" onClick={() => chat.outbox.again(clientId)}>
              {t('retry')}
            </button>{' '}
            <button type="button" onClick={() => chat.outbox.remove(clientId)}>
              {t('discard')}
            </button>
          </>
        ) : (
          t(navigator.onLine === false || chat.lost ? 'waiting' : 'sending')
        )}
      </p>
    </div>
  )
}
