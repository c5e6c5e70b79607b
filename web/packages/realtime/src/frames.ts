/** What an app's views look like inside the frames; the desk and the widget each give their own. */
export type Views = { conversation: unknown; entry: unknown; notice: unknown; counts: unknown }
export type AnyViews = { conversation: unknown; entry: unknown; notice: unknown; counts: unknown }

/** Why the server asks for a reload by HTTP. */
export type ResetReason = 'gap' | 'epoch' | 'permissions'
/** Why the server closes. */
export type ByeReason = 'drain' | 'slow' | 'busy' | 'gap' | 'renew' | 'expired' | 'replaced'

/** Frames from the server, by their `op`. */
export type Frames<V extends Views = AnyViews> = {
  welcome: { session: string; epoch: string; cursor?: string }
  desk: { cursor: string; changed: V['conversation'][]; gone: string[] }
  entry: { conversation: string; seq: number; entry: V['entry']; head: V['conversation'] }
  head: { conversation: string; head: V['conversation'] }
  opened: { conversation: string; seq: number; head: V['conversation'] }
  conversation: { conversation: string }
  /** Settings of the company have changed. */
  workspace: object
  presence: { user: string; state: string; reason?: string; since: string }
  typing: { conversation: string; who: { kind: 'user' | 'customer'; id: string; name: string }; on: boolean; note?: boolean; /** What a visitor has typed and not sent. */ text?: string }
  viewers: { conversation: string; users: string[] }
  notice: { notice: V['notice'] }
  counts: { counts: V['counts'] }
  /** A conversation is offered to the reader; what became of it follows. */
  offer: { conversationId: string }
  offer_ended: { conversationId: string; outcome: 'accepted' | 'declined' | 'timeout' | 'withdrawn' }
  reset: { stream: string; reason: ResetReason }
  bye: { reason: ByeReason; reconnectAfterMs?: number }
  pong: object
}

/** Frames to the server. */
export type Sent =
  | { op: 'hello'; token?: string; cursor?: string; open: Record<string, number> }
  | { op: 'open'; conversation: string; after: number }
  | { op: 'close'; conversation: string }
  | { op: 'typing'; conversation: string; on: boolean; note: boolean }
  | { op: 'ping' }

/** Reads a frame; undefined for anything that is not one of ours (a newer server may say more). */
export function readFrame(data: unknown): { op: string } | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const frame: unknown = JSON.parse(data)
    return typeof frame === 'object' && frame !== null && 'op' in frame && typeof frame.op === 'string'
      ? (frame as { op: string })
      : undefined
  } catch {
    return undefined
  }
}
