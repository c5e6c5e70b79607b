/** The `/` that is being typed: where it starts and what follows it. An address and "and/or" are none. */
export function slashAt(text: string, caret: number): { start: number; query: string } | undefined {
  const found = /(^|[\s\p{Script=Han}，。！？、；：（）“”])\/([^\s/]{0,30})$/u.exec(text.slice(Math.max(0, caret - 40), caret))
  return found ? { start: caret - (found[2] ?? '').length - 1, query: found[2] ?? '' } : undefined
}

/** Replies and answers of the FAQ that stand in a draft: they are counted when it is sent. */
const waiting = new Map<string, Set<string>>()

export function inserted(conversation: string, reply: string): void {
  waiting.set(conversation, (waiting.get(conversation) ?? new Set()).add(reply))
}

export function sent(conversation: string): void {
  const replies = waiting.get(conversation)
  if (!replies) return
  waiting.delete(conversation)
  void import('./store').then(({ count }) => replies.forEach(count), () => undefined) // a count, which harms nobody when lost
}
