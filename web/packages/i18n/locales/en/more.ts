import channels from './channels'
import customers from './customers'
import docs from './docs'
import people from './people'
import settings from './settings'
import setup from './setup'
import webhooks from './webhooks'

/** Areas that no first screen needs. A new one is one line here and one in the other language. */
export default { channels, customers, docs, people, settings, setup, webhooks }
