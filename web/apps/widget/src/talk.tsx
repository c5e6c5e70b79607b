// The second part of the panel: everything that needs a session.
import { Chat } from './chat'
import { wear } from './style'
import css from './talk.css?inline'
import type { Shell } from './types'

export { List } from './view/List'
export { Notice } from './view/Notice'
export { asked, Thread } from './view/Thread'

/** Makes the chat. It connects by itself when something is waiting: answers, or messages that could not be sent. */
export function begin(shell: Shell, draw: () => void): Chat {
  wear(shell.root, css)
  const chat = new Chat(shell, draw)
  if (chat.visit.token || chat.outbox.items.length) void chat.connect()
  return chat
}
