// What seldom happens to a chat: another tab acts, a conversation begins elsewhere, the socket has to start anew.
import * as chat from './chat'
import { start, stop, type Frame } from './live'
import { read, renew } from './session'
import type { Conversation } from './types'

let grantedAt = 0

/** Finds the conversations that others have begun. */
async function refresh(): Promise<void> {
  const { items } = await read<{ items: Conversation[] }>('conversations')
  for (const each of items) {
    const known = chat.conversation(each.id)
    chat.keep(each)
    if (known) continue
    await chat.loadThread(each.id)
    const said = chat.entries(each.id).filter(chat.theirs).pop()
    if (said) chat.alert(said, each)
    if (!chat.current && !chat.listing) chat.show(each.id)
  }
  chat.changed()
}

/** A frame that is no news of a conversation on screen. */
export async function told(frame: Frame): Promise<void> {
  const { op, conversation, stream, reason } = frame
  if (op === 'queue') (await import('./view/Queue')).place(conversation, frame)
  else if (op === 'conversation') await refresh()
  else if (op === 'bye' && reason === 'expired') await renew().then(start)
  else if (op === 'reset') {
    if (reason !== 'permissions') await chat.loadThread(stream, true)
    else if (Date.now() - grantedAt > 30_000) {
      // The socket was granted before the visitor became a customer, and has to come again.
      grantedAt = Date.now()
      stop()
      chat.listen()
    }
  }
}

/** Another tab of the same site signed out, or began to talk. */
export async function elsewhere(visitor: string | null): Promise<void> {
  if (!visitor) chat.forget()
  else if (!chat.conversations.length && visitor.includes('"talked":true')) await refresh().then(chat.listen)
}
