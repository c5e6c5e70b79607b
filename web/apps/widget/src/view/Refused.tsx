import { hurry, patch, remove, type Unsent } from '../outbox'
import { t } from '../words'
import { Link } from './buttons'
import { Fragment, h } from './dom'

export { Refused as part }

/** Why the server does not take a message, and what can be done about it. */
function Refused({ item: { refused, clientId } }: { item: Unsent }) {
  const again = () => {
    patch(clientId, { refused: undefined })
    hurry()
  }
  return (
    <>
      {t('failed')}
      {refused && ` · ${refused}`} <Link text={t('retry')} act={again} /> <Link text={t('discard')} act={() => remove(clientId)} />
    </>
  )
}
