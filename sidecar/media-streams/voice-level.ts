import { decodeSample } from '#lib/media/mulaw.ts'

/** Mean level of speech on a telephone is some -20 dB, of a quiet room below -45 dB. */
const THRESHOLD = 32768 * 10 ** (-40 / 20)
/** One sample in seven says enough, and no tone hides between them. */
const STEP = 7

const LEVELS = Float64Array.from({ length: 256 }, (_, byte) => Math.abs(decodeSample(byte)))
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BITS = new Uint8Array(128)
for (let at = 0; at < LETTERS.length; at++) BITS[LETTERS.charCodeAt(at)] = at

/** Whether a frame of sound, base64 of mu-law, is loud enough to be somebody's voice. Its bytes are picked from the letters where they stand. */
export function isVoice(payload: string): boolean {
  const length = byteLength(payload)
  let sum = 0
  let count = 0
  for (let at = 0; at < length; at += STEP, count++) sum += LEVELS[byteAt(payload, at)]!
  return sum > THRESHOLD * count
}

function byteLength(payload: string): number {
  const end = payload.endsWith('==') ? payload.length - 2 : payload.endsWith('=') ? payload.length - 1 : payload.length
  return (end * 3) >> 2
}

/** Four letters are three bytes: each byte has the end of one letter and the beginning of the next. */
function byteAt(payload: string, at: number): number {
  const rest = at % 3
  const letter = ((at - rest) / 3) * 4 + rest
  const pair = (BITS[payload.charCodeAt(letter)]! << 6) | BITS[payload.charCodeAt(letter + 1)]!
  return (pair >> (4 - 2 * rest)) & 0xff
}
