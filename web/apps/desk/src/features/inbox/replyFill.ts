import { toast } from '@frontdesk/ui'
import type { Values } from '@/parts/replies/find'
import { explain } from '@/shell/api'
import { preferences } from '@/shell/preferences'
import { useSession } from '@/shell/session'
import type { Row, WriteKind } from './api'
import { attachTo } from './useDraft'

/** What the variables of a reply stand for in a conversation. */
export function valuesOf(row: Row): Values {
  const session = useSession()
  return {
    'customer.name': row.customerName,
    'agent.name': session.user?.name,
    'agent.alias': (session.user?.alias as string | undefined) || session.user?.name,
    'agent.signature': preferences.value?.signature,
    'conversation.number': String(row.number),
    'workspace.name': session.workspace?.name,
  }
}

/** Copies of a reply's files: they stay with the message when the reply is changed or deleted. */
export async function attachFiles(conversation: string, kind: WriteKind, reply: string): Promise<void> {
  try {
    const { giveFiles } = await import('@/parts/replies/api')
    for (const file of await giveFiles(reply)) attachTo(conversation, kind, file)
  } catch (error) {
    toast({ text: explain(error), tone: 'bad' })
  }
}
