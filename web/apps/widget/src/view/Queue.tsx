import { draw } from '../shell'
import type { Conversation } from '../types'
import { t } from '../words'
import { h } from './dom'

export { Queue as part }

const places: Record<string, number | undefined> = {}

/** Notes the place of a conversation in the queue. */
export function place(id: string, position: number): void {
  places[id] = position
  draw()
}

/** How many are served before this visitor, while nobody has taken the conversation. */
function Queue({ head: { agent, id, status } }: { head: Conversation }) {
  const position = places[id]
  return (
    <p class="event" role="status">
      {position && !agent && status === 'open' ? t(position > 1 ? 'queue' : 'queueNext', { position }) : ''}
    </p>
  )
}
