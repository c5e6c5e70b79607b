import auth from './auth'
import common from './common'
import inbox from './inbox'
import notices from './notices'
import search from './search'
import shell from './shell'
import ui from './ui'

/** Every area of this language; a new area is one line here and one in the other language. */
export default { auth, common, inbox, notices, search, shell, ui }
