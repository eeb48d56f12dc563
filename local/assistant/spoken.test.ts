import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SILENCE } from '#lib/media/mulaw.ts'
import { Spoken } from './spoken.ts'

const utterance = fc
  .record({ text: fc.string({ minLength: 1, maxLength: 200 }), frames: fc.integer({ min: 1, max: 200 }) })
  .map(
    ({ text, frames }) =>
      new Spoken(
        text,
        Array.from({ length: frames }, () => SILENCE),
      ),
  )

test('its pieces hold all of the sound and every letter once, in order', () => {
  fc.assert(
    fc.property(utterance, (spoken) => {
      const pieces = [...spoken.pieces()]
      expect(pieces.reduce((sum, { sound }) => sum + sound.length, 0)).toBe(spoken.lengthMs * 8)
      expect(pieces.flatMap(({ alignment }) => alignment.chars).join('')).toBe(spoken.text)
    }),
  )
})

test('what was heard grows from nothing to everything and ends with a word', () => {
  fc.assert(
    fc.property(utterance, fc.nat(5_000), fc.nat(5_000), (spoken, one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)].map((ms) => spoken.heardAfter(ms)) as [
        string,
        string,
      ]
      expect(spoken.text.startsWith(late)).toBe(true)
      expect(late.startsWith(early)).toBe(true)
      expect(spoken.heardAfter(spoken.lengthMs)).toBe(spoken.text)
    }),
  )
  const spoken = new Spoken(
    'one two three',
    Array.from({ length: 65 }, () => SILENCE),
  )
  expect([0, 350, 700, 1_299].map((ms) => spoken.heardAfter(ms))).toEqual(['', 'one', 'one two', 'one two'])
})
