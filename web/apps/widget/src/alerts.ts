// A message that nobody looks at is heard and seen: a sound, and a title that alternates.
import { shell, tools } from './shell'
import { speakMore, t } from './words'

let flashing: ReturnType<typeof setInterval> | undefined
let title = ''

document.addEventListener('visibilitychange', calm)

export async function alert(message: string, count: number, audio?: AudioContext): Promise<void> {
  if (audio && !tools.load('mute', 0)) ring(audio, message)
  if (shell.set.titleFlash === 'off') return
  await speakMore()
  flash(t('unread', { count }))
}

/** Two short notes; only one tab plays them for a message. */
function ring(audio: AudioContext, message: string): void {
  if (tools.load('rang', '') === message) return
  tools.save('rang', message)
  const now = audio.currentTime
  for (const [at, pitch] of [[0, 660], [0.11, 880]] as const) {
    const tone = audio.createOscillator()
    const loud = audio.createGain()
    tone.frequency.value = pitch
    loud.gain.setValueAtTime(0.0001, now + at)
    loud.gain.exponentialRampToValueAtTime(0.08, now + at + 0.02)
    loud.gain.exponentialRampToValueAtTime(0.0001, now + at + 0.28)
    tone.connect(loud).connect(audio.destination)
    tone.start(now + at)
    tone.stop(now + at + 0.3)
  }
}

/** Alternates the title of a page that nobody looks at. */
function flash(text: string): void {
  if (!document.hidden) return
  if (flashing === undefined) title = document.title
  clearInterval(flashing)
  let on = false
  flashing = setInterval(() => (document.title = (on = !on) ? text : title), 1200)
}

function calm(): void {
  if (document.hidden || flashing === undefined) return
  clearInterval(flashing)
  flashing = undefined
  document.title = title
}
