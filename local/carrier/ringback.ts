import { FRAME_MS } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import type { Party } from './ports.ts'

interface Cadence {
  hz: readonly number[]
  /** Sound and silence by turns, milliseconds. */
  pattern: readonly number[]
}

/** The British double ring; everybody else is given the American one. (ITU-T E.180 supplement 2) */
const BRITISH: Cadence = { hz: [400, 450], pattern: [400, 200, 400, 2000] }
const AMERICAN: Cadence = { hz: [440, 480], pattern: [2000, 4000] }

/** The tone a caller hears while a number rings, endless, one frame at a time; undefined in its pauses. */
export function ringback(number: string): () => Uint8Array | undefined {
  const { hz, pattern } = number.startsWith('+44') ? BRITISH : AMERICAN
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
export function ringbackParty(number: string): Party {
  return { read: ringback(number), write: () => {} }
}
