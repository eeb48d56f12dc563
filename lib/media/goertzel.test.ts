import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rmsDb, toneDb, toneRatio } from './goertzel.ts'
import { decodeMulaw } from './mulaw.ts'
import { Tone } from './tone.ts'

const mulawTone = (hz: number, frames = 25) => {
  const tone = new Tone(hz)
  return decodeMulaw(Uint8Array.from(Array.from({ length: frames }, () => [...tone.frame()]).flat()))
}

test('a tone is itself and nothing else, also after mu-law', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 3400 }), (hz) => {
      const pcm = mulawTone(hz)
      expect(toneRatio(pcm, hz)).toBeGreaterThan(0.98)
      expect(toneRatio(pcm, hz > 1800 ? hz - 100 : hz + 100)).toBeLessThan(0.02)
    }),
    { numRuns: 50 },
  )
})

test('levels are in dB below full scale', () => {
  const pcm = new Tone(1000, -18).pcm(8000)
  expect(rmsDb(pcm)).toBeCloseTo(-18, 1)
  expect(toneDb(pcm, 1000)).toBeCloseTo(-18, 1)
  expect(toneDb(pcm, 2000)).toBeLessThan(-70)
  expect(rmsDb(new Int16Array(160))).toBe(Number.NEGATIVE_INFINITY)
})

test('two tones share the energy', () => {
  const pcm = new Tone([400, 450]).pcm(8000)
  expect(toneRatio(pcm, 400)).toBeCloseTo(0.5, 2)
  expect(toneRatio(pcm, 450)).toBeCloseTo(0.5, 2)
})

test('silence and no sound at all have no tone', () => {
  expect(toneRatio(new Int16Array(160), 1000)).toBe(0)
  expect(toneRatio(new Int16Array(0), 1000)).toBe(0)
})

test('frames of a tone join without a step', () => {
  const whole = new Tone(333).pcm(480)
  const tone = new Tone(333)
  expect([...tone.pcm(), ...tone.pcm(), ...tone.pcm()]).toEqual([...whole])
})
