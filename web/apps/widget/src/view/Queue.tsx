import { draw } from '../shell'
import type { Frame } from '../live'
import type { Conversation } from '../types'
import { t } from '../words'
import { h } from './dom'

export { Queue as part }

type Place = Pick<Frame, 'position' | 'low' | 'high'>

const places: Record<string, Place | undefined> = {}

/** Notes the place of a conversation in the queue. */
export function place(id: string, told: Place): void {
  places[id] = told
  draw()
}

/** How many are served before this visitor and how long that takes, while nobody has taken the conversation. */
function Queue({ head: { agent, id, left, status } }: { head: Conversation }) {
  const { position, low = 0, high } = places[id] || {}
  const wait = high ? ` ${t(low ? 'queueWait' : 'queueSoon', { low, high })}` : ''
  return (
    <p class="event" role="status">
      {position && !agent && !left && status === 'open' ? t(position > 1 ? 'queue' : 'queueNext', { position }) + wait : ''}
    </p>
  )
}
