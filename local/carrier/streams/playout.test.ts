import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Playout } from './playout.ts'

const step = fc.oneof(
  fc.record({ add: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ mark: fc.constant(true) }),
  fc.record({ clear: fc.constant(true) }),
  fc.record({ play: fc.constant(true) }),
)

test('sound is played once and in order; each mark comes back once and in order, never before what is ahead of it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const playout = new Playout()
      const expected: number[] = []
      const ahead = new Map<string, number>()
      const back: string[] = []
      let [added, played, marks] = [0, 0, 0]
      const returned = (names: string[]) => {
        for (const name of names) expect(ahead.get(name)).toBeLessThanOrEqual(played)
        back.push(...names)
      }
      for (const each of steps) {
        if ('add' in each) {
          const sound = Uint8Array.from({ length: each.add }, () => added++ % 251)
          expected.push(...sound)
          playout.add(sound)
        } else if ('mark' in each) {
          const name = String(marks++)
          ahead.set(name, added)
          if (playout.mark(name)) returned([name])
        } else if ('clear' in each) {
          expected.length = 0
          played = added
          returned(playout.clear())
        } else {
          const next = playout.next()
          expect(next === undefined).toBe(expected.length === 0)
          if (!next) continue
          const sound = expected.splice(0, 160)
          played += sound.length
          expect([...next.frame.subarray(0, sound.length)]).toEqual(sound)
          expect(next.frame.subarray(sound.length).every((byte) => byte === 0xff)).toBe(true)
          returned(next.marks)
        }
      }
      returned(playout.clear().filter(() => ((played = added), true)))
      expect(back).toEqual(Array.from({ length: marks }, (_, index) => String(index)))
    }),
  )
})

test('takes no more than ten minutes', () => {
  const playout = new Playout()
  expect(playout.add(new Uint8Array(4_800_000))).toBe(true)
  expect(playout.add(new Uint8Array(1))).toBe(false)
  playout.next()
  expect(playout.add(new Uint8Array(160))).toBe(true)
})
