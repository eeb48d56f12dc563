import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KEYPAD, keySound } from '#lib/media/key-tones.ts'
import { encodeMulaw, SILENCE } from '#lib/media/mulaw.ts'
import { melody } from '#local/carrier/speech.ts'
import { Ears } from './ears.ts'

const quiet = (ms: number) => Buffer.concat(Array.from({ length: ms / 20 }, () => SILENCE))
const speech = (text: string) => encodeMulaw(melody(text))
const key = (name: string) => Buffer.concat([...keySound(name)])

/** What ears tell of sound that comes in pieces of these lengths, again and again. */
function listen(sound: Uint8Array, lengths: readonly number[] = [160]): string[] {
  const told: string[] = []
  const ears = new Ears({
    speechStarted: () => told.push('start'),
    speechStopped: (forMs) => told.push(`stop ${forMs}`),
    key: (pressed) => told.push(pressed),
  })
  for (let at = 0, turn = 0; at < sound.length; turn++) {
    const length = lengths[turn % lengths.length]!
    ears.hear(sound.subarray(at, at + length))
    at += length
  }
  return told
}

test('speech starts after a tenth of a second and stops after silence, its length from loud to loud', () => {
  const said = Buffer.concat([quiet(400), speech('abcdefghij'), quiet(1000)])
  expect(listen(said)).toEqual(['start', 'stop 600'])
})

test('a gap between words is no end, a click no beginning', () => {
  expect(listen(Buffer.concat([speech('one two three'), quiet(1000)]))).toHaveLength(2)
  expect(listen(Buffer.concat([speech('a').subarray(0, 320), quiet(1000)]))).toEqual([])
})

test.each([...KEYPAD])('hears the key %s once and takes it for no speech', (name) => {
  expect(listen(Buffer.concat([quiet(100), key(name), quiet(700)]))).toEqual([name])
})

test('the same key twice is two keys', () => {
  expect(listen(Buffer.concat([key('1'), key('1'), key('5')]))).toEqual(['1', '1', '5'])
})

test('it does not matter how the sound is cut', () => {
  const sound = Buffer.concat([speech('good morning'), quiet(700), key('A'), speech('bye'), quiet(700)])
  const whole = listen(sound)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }), (lengths) => {
      expect(listen(sound, lengths)).toEqual(whole)
    }),
    { numRuns: 20 },
  )
})
