import { decodeSample } from '#lib/media/mulaw.ts'

/** Mean level of speech on a telephone is some -20 dB, of a quiet room below -45 dB. */
const THRESHOLD = 32768 * 10 ** (-40 / 20)
/** One sample in seven says enough, and no tone hides between them. */
const STEP = 7

/** Whether a frame of sound is loud enough to be somebody's voice. */
export function isVoice(payload: string): boolean {
  const bytes = Buffer.from(payload, 'base64')
  let sum = 0
  let count = 0
  for (let at = 0; at < bytes.length; at += STEP, count++) sum += Math.abs(decodeSample(bytes[at]!))
  return sum > THRESHOLD * count
}
