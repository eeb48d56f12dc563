import { encodeWav } from '#lib/media/wav.ts'
import type { Recording } from './recording.ts'

/** A recording's file in one channel, mixed if it is stored in two, or in two; undefined when it is stored in one only. */
export function wavOf(recording: Recording, channels: 1 | 2): Buffer | undefined {
  const [first, second] = recording.channels()
  if (channels === 1) return encodeWav(second ? mix(first!, second) : first!)
  if (!second) return undefined
  const samples = new Int16Array(first!.length * 2)
  for (let i = 0; i < first!.length; i++) {
    samples[2 * i] = first![i]!
    samples[2 * i + 1] = second[i]!
  }
  return encodeWav(samples, undefined, 2)
}

function mix(first: Int16Array, second: Int16Array): Int16Array {
  return first.map((sample, index) => Math.max(-32768, Math.min(32767, sample + second[index]!)))
}
