import { changed } from '../chat'
import { hurry, patch, remove, type Unsent } from '../outbox'
import { renew } from '../session'
import { t } from '../words'
import { Link } from './buttons'
import { effect, Fragment, h } from './dom'

export { Refused as part }

/** Why the server does not take a message, and what can be done about it. */
function Refused({ item: { refused, code, clientId } }: { item: Unsent }) {
  // The notice has other words since this session began: a new one knows, and the panel asks.
  effect(() => void (code === 'widget.privacy' && renew().then(changed, () => {})), [code])
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
