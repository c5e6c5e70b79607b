import { load, save } from './storage'

/** Two short notes; only one tab plays them for a message. */
export function ring(audio: AudioContext, name: string, message: string): void {
  if (load(name, '') === message) return
  save(name, message)
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

let flashing: ReturnType<typeof setInterval> | undefined
let title = ''

/** Alternates the title of a page that nobody looks at. */
export function flash(text: string): void {
  if (!document.hidden) return
  if (flashing === undefined) title = document.title
  clearInterval(flashing)
  let on = false
  flashing = setInterval(() => (document.title = (on = !on) ? text : title), 1200)
}

export function calm(): void {
  if (flashing === undefined) return
  clearInterval(flashing)
  flashing = undefined
  document.title = title
}
