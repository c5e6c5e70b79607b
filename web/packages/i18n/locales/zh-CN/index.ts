import auth from './auth'
import common from './common'
import inbox from './inbox'
import shell from './shell'
import ui from './ui'

/** Every area of this language; a new area is one line here and one in the other language. */
export default { auth, common, inbox, shell, ui }
