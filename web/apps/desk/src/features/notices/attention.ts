import type { Notice } from './api'

/** What has been called out already: a notice calls again when it has moved forward. */
export class Called {
  private readonly known = new Map<string, number>()
  private first = true

  /** Those that are new since the last look. The first look only learns: what waited is not news. */
  fresh(notices: readonly Notice[]): Notice[] {
    const fresh = notices.filter((notice) => !notice.readAt && (this.known.get(notice.id) ?? -1) < notice.seq)
    for (const notice of notices) this.known.set(notice.id, notice.seq)
    if (!this.first) return fresh
    this.first = false
    return []
  }
}

/** The tab's title with the number of unread notices before it. */
export function titleWith(count: number, title: string): string {
  const plain = title.replace(/^\(\d+\+?\) /, '')
  return count > 0 ? `(${count > 99 ? '99+' : count}) ${plain}` : plain
}
