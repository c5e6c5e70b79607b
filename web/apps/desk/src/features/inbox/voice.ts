import { t } from '@frontdesk/i18n'

/** Voices need no more; every browser plays it, knows how long it is and finds any place in it. */
const RATE = 16_000
export const LONGEST_MS = 300_000

export const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && !!navigator.mediaDevices?.getUserMedia

/** A length as players write it: 0:07, 12:30. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(Number.isFinite(seconds) ? seconds : 0))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** Samples between -1 and 1 as a WAV file with one channel. */
export function wavOf(samples: Float32Array, rate: number): Blob {
  const data = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const text = (at: number, word: string) => [...word].forEach((letter, i) => data.setUint8(at + i, letter.charCodeAt(0)))
  text(0, 'RIFF')
  data.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  data.setUint32(16, 16, true)
  data.setUint16(20, 1, true)
  data.setUint16(22, 1, true)
  data.setUint32(24, rate, true)
  data.setUint32(28, rate * 2, true)
  data.setUint16(32, 2, true)
  data.setUint16(34, 16, true)
  text(36, 'data')
  data.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, i) => data.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true))
  return new Blob([data.buffer], { type: 'audio/wav' })
}

/** What a browser has recorded in its own way, as a file that plays everywhere. */
export async function fileOf(recorded: Blob): Promise<File> {
  const audio = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await recorded.arrayBuffer())
  const mixed = new Float32Array(audio.length)
  for (let channel = 0; channel < audio.numberOfChannels; channel++) {
    audio.getChannelData(channel).forEach((sample, i) => (mixed[i] = (mixed[i] ?? 0) + sample / audio.numberOfChannels))
  }
  const name = `${t('thread.voice.name')} ${clockOf(audio.duration).replace(':', '′')}″.wav`
  return new File([wavOf(mixed, RATE)], name, { type: 'audio/wav' })
}
