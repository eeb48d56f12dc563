import { FRAME_MS } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import type { Party } from './ports.ts'

interface Cadence {
  hz: readonly number[]
  /** Sound and silence by turns, milliseconds. */
  pattern: readonly number[]
}

/** Three families stand for the tones of the world. (ITU-T E.180 supplement 2) */
const BRITISH: Cadence = { hz: [400, 450], pattern: [400, 200, 400, 2000] }
const AMERICAN: Cadence = { hz: [440, 480], pattern: [2000, 4000] }
const EUROPEAN: Cadence = { hz: [425], pattern: [1000, 4000] }

const BRITISH_LIKE = ['au', 'in', 'my', 'nz', 'sg', 'uk', 'za']
const AMERICAN_LIKE = ['ph', 'tw', 'us', 'us-old']
const EUROPEAN_LIKE = 'at be bg br ch cl cn cz de dk ee es fi fr gr hu il it jp lt mx nl no pl pt ru se th ve'.split(
  ' ',
)

/** The countries whose ringing tone may be asked for. */
export const RING_TONES: readonly string[] = [...BRITISH_LIKE, ...AMERICAN_LIKE, ...EUROPEAN_LIKE]

/** British for British numbers, American for all others, or the one of a country of RING_TONES. */
function cadenceOf(number: string, country: string | undefined): Cadence {
  if (country === undefined) return number.startsWith('+44') ? BRITISH : AMERICAN
  if (BRITISH_LIKE.includes(country)) return BRITISH
  return AMERICAN_LIKE.includes(country) ? AMERICAN : EUROPEAN
}

/** The tone a caller hears while a number rings, endless, one frame at a time; undefined in its pauses. */
export function ringback(number: string, country?: string): () => Uint8Array | undefined {
  const { hz, pattern } = cadenceOf(number, country)
  const tone = new Tone(hz, -22)
  const periodMs = pattern.reduce((sum, ms) => sum + ms, 0)
  let atMs = 0
  return () => {
    const sounding = isSounding(pattern, atMs % periodMs)
    atMs += FRAME_MS
    return sounding ? tone.frame() : undefined
  }
}

function isSounding(pattern: readonly number[], ms: number): boolean {
  let end = 0
  const index = pattern.findIndex((length) => ms < (end += length))
  return index % 2 === 0
}

/** Ringback as somebody in a room who says nothing else and hears nothing. */
export function ringbackParty(number: string, country?: string): Party {
  return { read: ringback(number, country), write: () => {} }
}
