import auth from './auth'
import common from './common'
import customers from './customers'
import inbox from './inbox'
import settings from './settings'
import setup from './setup'
import shell from './shell'
import ui from './ui'

/** Every area of this language; a new area is one line here and one in the other language. */
export default { auth, common, customers, inbox, settings, setup, shell, ui }
