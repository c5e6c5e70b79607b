import { toast } from '@frontdesk/ui'
import { t } from '@frontdesk/i18n'
import { useRouter } from 'vue-router'
import { explain } from '@/shell/api'
import { askComposer } from '../composing'
import { mineAgain, takeNext } from './api'

/** Opens a conversation with the cursor where the answer is written. What was being written elsewhere stays there as a draft. */
export function useOpening() {
  const router = useRouter()
  return async (id: string) => {
    askComposer('message', id)
    await router.push({ name: 'inbox', params: { view: 'mine', conversationId: id } })
  }
}

/** Takes the next one of a queue, or of all that the reader serves, and opens it; says when nobody waits. */
export function useTakeNext() {
  const open = useOpening()
  let busy = false
  return async (queueId?: string) => {
    if (busy) return
    busy = true
    try {
      const { conversationId } = await takeNext(queueId)
      if (conversationId) await open(conversationId)
      else toast(t('work.next.nothing'))
    } catch (error) {
      toast({ text: explain(error), tone: 'bad' })
    } finally {
      busy = false
      mineAgain()
    }
  }
}
