import { again, remove, type Unsent } from '../outbox'
import { t } from '../words'
import { Link } from './buttons'
import { Fragment, h } from './dom'

export { Refused as part }

/** Why the server does not take a message, and what can be done about it. */
function Refused({ item: { refused, clientId } }: { item: Unsent }) {
  return (
    <>
      {t('failed')}
      {refused && ` · ${refused}`} <Link text={t('retry')} act={() => again(clientId)} /> <Link text={t('discard')} act={() => remove(clientId)} />
    </>
  )
}
