import { conversations, list, show } from '../chat'
import type { Conversation } from '../types'
import { t } from '../words'
import { Tool } from './buttons'
import { h } from './dom'

export { Past as part }

/** The way to the earlier conversations, and back to the last one. */
const Past = ({ back }: { back?: boolean }) =>
  back ? (
    <Tool name={t('back')} act={() => show((conversations[0] as Conversation).id)} d="M15 5l-7 7 7 7" />
  ) : (
    <Tool name={t('history')} act={list} d="M12 7v5l3.2 2M3.5 12a8.5 8.5 0 1 0 2.6-6.1L3.5 8.5M3.5 4v4.5H8" />
  )
