/** What to do with an entry that arrived. */
export type Verdict = 'deliver' | 'drop' | 'gap'

/**
 * Remembers the last number of every open conversation, so that each entry is delivered once and in order. After a gap
 * everything is dropped until the missing entries have been sent again, because the replay contains it.
 */
export class Streams {
  private readonly last = new Map<string, number>()
  private readonly asked = new Set<string>()

  open(conversation: string, after: number): void {
    this.last.set(conversation, after)
    this.asked.delete(conversation)
  }

  close(conversation: string): void {
    this.last.delete(conversation)
    this.asked.delete(conversation)
  }

  after(conversation: string): number | undefined {
    return this.last.get(conversation)
  }

  /** Judges an entry. `gap` comes once for each hole: the caller asks again from `after`. */
  judge(conversation: string, seq: number): Verdict {
    const last = this.last.get(conversation)
    if (last === undefined || seq <= last) return 'drop'
    if (seq === last + 1) {
      this.last.set(conversation, seq)
      this.asked.delete(conversation)
      return 'deliver'
    }
    if (this.asked.has(conversation)) return 'drop'
    this.asked.add(conversation)
    return 'gap'
  }

  /** Everything open, for `hello`; a new connection replays every hole by itself. */
  snapshot(): Record<string, number> {
    this.asked.clear()
    return Object.fromEntries(this.last)
  }
}
