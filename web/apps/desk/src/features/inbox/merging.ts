import { queryClient } from '@/shell/api'
import type { MergeResult } from './api'
import { entriesArrived, flushChanges, keys, rowsChanged } from './cache'

/** The answer of a merge, or of its end: both conversations at once. */
export function mergeArrived({ source, target }: MergeResult): void {
  for (const result of [source, target]) entriesArrived(result.conversation.id, result.entries ?? [])
  rowsChanged([source.conversation, target.conversation])
  flushChanges()
  for (const { id } of [source.conversation, target.conversation]) {
    void queryClient.invalidateQueries({ queryKey: keys.part(id) })
    void queryClient.invalidateQueries({ queryKey: keys.part(`taken-${id}`) })
  }
  void queryClient.invalidateQueries({ queryKey: keys.customer(target.conversation.customerId) })
}
