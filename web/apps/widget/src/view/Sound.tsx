import { draw, shell, tools } from '../shell'
import { t } from '../words'
import { Tool } from './buttons'
import { h } from './dom'

export { Sound as part }

const HORN = 'M4 9.5v5h3.5L12 19V5L7.5 9.5z'

/** Whether a message is heard; it is remembered in this browser. A site may have decided it for all. */
function Sound() {
  if (shell.set.sound === 'off') return
  const mute = tools.load('mute', 0)
  const turn = () => {
    tools.save('mute', mute ? undefined : 1)
    draw()
  }
  return <Tool name={t(mute ? 'soundOn' : 'soundOff')} act={turn} d={HORN + (mute ? 'M16 9.5l5 5M21 9.5l-5 5' : 'M15.5 9a4.2 4.2 0 0 1 0 6M18.3 6.5a8 8 0 0 1 0 11')} />
}
