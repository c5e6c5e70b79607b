import { queryClient } from '@/shell/api'
import { getSpots, type Row } from './api'
import { findRow, keys, rowsChanged } from './cache'
import { saidAt, standing, type Pages } from './rows'

/** How many are asked for at once, and how often for one that no queue has yet: routing follows a conversation by a moment. */
const MOST = 100
const TRIES = 3

/**
 * Where rows stand in the queues of routing. Lists say it when they are read; frames do not, so what they brought or moved is
 * asked for. What customers write moves nobody: only what happens inside does.
 */
export class Spots {
  private readonly known = new Map<string, { state: string; tries: number }>()
  private busy = false
  private readonly ask: typeof getSpots

  constructor(ask = getSpots) {
    this.ask = ask
  }

  /** The rows of the lists that are shown of which nothing is known. */
  private unknown(): Row[] {
    const out = new Map<string, Row>()
    for (const query of queryClient.getQueryCache().findAll({ queryKey: keys.lists, type: 'active' })) {
      const pages = (query.state.data as Pages | undefined)?.pages.slice(0, 4) ?? []
      for (const row of pages.flatMap((page) => page.items)) if (row.status === 'open' && this.isNew(row)) out.set(row.id, row)
    }
    return [...out.values()].slice(0, MOST)
  }

  private isNew(row: Row): boolean {
    const state = standing(row)
    if (row.queueId !== undefined && saidAt(row) === state) return false
    const before = this.known.get(row.id)
    if (before?.state === state) return before.tries < TRIES
    this.known.set(row.id, { state, tries: 0 })
    return true
  }

  async look(): Promise<void> {
    const rows = this.busy ? [] : this.unknown()
    if (rows.length === 0) return
    this.busy = true
    try {
      const { items } = await this.ask(rows.map((row) => row.id))
      const found = new Map(items.map((one) => [one.conversationId, one]))
      for (const { id } of rows) {
        const one = found.get(id)
        const known = this.known.get(id)
        if (known) known.tries = one ? TRIES : known.tries + 1
        const row = findRow(id)
        if (one && row) rowsChanged([{ ...row, queueId: one.queueId, queueRank: one.queueRank, saidAt: standing(row) } as Row])
      }
    } catch {
      // Asked again in a moment.
    } finally {
      this.busy = false
    }
  }
}
