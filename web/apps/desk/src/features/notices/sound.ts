let context: AudioContext | undefined

/** Browsers let a page make sounds only after it was touched once. */
export function allowSound(): void {
  const wake = () => {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
  }
  addEventListener('pointerdown', wake, { once: true })
  addEventListener('keydown', wake, { once: true })
}

/** Two short soft tones, made here: no file to load. */
export function chime(): void {
  if (!context || context.state !== 'running') return
  const start = context.currentTime
  for (const [index, pitch] of [659.25, 880].entries()) {
    const at = start + index * 0.11
    const tone = context.createOscillator()
    const level = context.createGain()
    tone.type = 'sine'
    tone.frequency.value = pitch
    level.gain.setValueAtTime(0, at)
    level.gain.linearRampToValueAtTime(0.11, at + 0.012)
    level.gain.exponentialRampToValueAtTime(0.0001, at + 0.32)
    tone.connect(level).connect(context.destination)
    tone.start(at)
    tone.stop(at + 0.34)
  }
}
