import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rmsDb, toneDb } from '#lib/media/goertzel.ts'
import { decodeMulaw, encodeMulaw, encodeSample, FRAME_SAMPLES, SILENCE } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { MediaClock } from './clock.ts'
import type { Party } from './ports.ts'
import { Room } from './room.ts'

/** A party that hums one tone and keeps all it hears. */
function hummer(hz: number, db = -18) {
  const tone = new Tone(hz, db)
  const heard: Uint8Array[] = []
  const party: Party = { read: () => tone.frame(), write: (frame) => heard.push(frame) }
  return {
    party,
    heard,
    /** The level of a frequency in all it heard. */
    hears: (at: number) => toneDb(pcmOf(heard), at),
  }
}

const pcmOf = (frames: Uint8Array[]) => decodeMulaw(Uint8Array.from(frames.flatMap((frame) => [...frame])))

function setUp() {
  const clock = new MediaClock()
  const run = (ticks = 50) => {
    for (let tick = 0; tick < ticks; tick++) clock.tick()
  }
  return { clock, run, room: new Room(clock) }
}

test('three talk: each hears the other two at their level and itself not at all', () => {
  const { run, room } = setUp()
  // Odd frequencies and four seconds: what mu-law's rounding adds spreads out thinly instead of meeting at one tone.
  const parties = [397.31, 1009.73, 1913.37].map((hz) => ({ hz, ...hummer(hz) }))
  for (const { party } of parties) room.join(party)
  run(200)
  for (const { hz: own, hears } of parties) {
    for (const { hz } of parties) {
      if (hz === own) expect(hears(hz)).toBeLessThan(-90)
      else expect(hears(hz)).toBeCloseTo(-18, 0)
    }
  }
})

test('with three, each hears the sum of the other two to the last bit', () => {
  const { clock, room } = setUp()
  const frame = fc.uint8Array({ minLength: FRAME_SAMPLES, maxLength: FRAME_SAMPLES })
  const said: Uint8Array[] = []
  const heard: Uint8Array[] = []
  for (const i of [0, 1, 2]) room.join({ read: () => said[i], write: (sound) => (heard[i] = sound) })
  fc.assert(
    fc.property(fc.tuple(frame, frame, frame), (frames) => {
      said.splice(0, 3, ...frames)
      clock.tick()
      for (const i of [0, 1, 2]) {
        const [one, two] = frames.filter((_, other) => other !== i).map(decodeMulaw)
        const sum = one!.map((sample, at) => Math.max(-32768, Math.min(32767, sample + two![at]!)))
        expect(heard[i]).toEqual(encodeMulaw(sum))
      }
    }),
    { numRuns: 50 },
  )
})

test('two talk: each hears exactly what the other said', () => {
  const { run, room } = setUp()
  const said = Uint8Array.from({ length: FRAME_SAMPLES }, (_, i) => i)
  const listener = hummer(300)
  room.join({ read: () => said, write: () => {} })
  room.join(listener.party)
  run(1)
  expect(listener.heard).toEqual([said])
})

test('someone alone, or with somebody who says nothing, hears silence', () => {
  const { run, room } = setUp()
  const alone = hummer(300)
  room.join(alone.party)
  run(1)
  room.join({ read: () => undefined, write: () => {} })
  run(1)
  expect(alone.heard).toEqual([SILENCE, SILENCE])
})

test('loud voices together are limited, not wrapped around', () => {
  const { run, room } = setUp()
  const loud = new Uint8Array(FRAME_SAMPLES).fill(encodeSample(30_000))
  const listener = hummer(300)
  for (let i = 0; i < 3; i++) room.join({ read: () => loud, write: () => {} })
  room.join(listener.party)
  run(1)
  expect(Math.min(...decodeMulaw(listener.heard[0]!))).toBe(32124)
})

test('a muted member hears but is not heard', () => {
  const { run, room } = setUp()
  const [one, two] = [hummer(400), hummer(1000)]
  room.join(one.party, { muted: true })
  room.join(two.party)
  run()
  expect(one.hears(1000)).toBeCloseTo(-18, 0)
  expect(rmsDb(pcmOf(two.heard))).toBe(Number.NEGATIVE_INFINITY)
})

test('a member on hold neither hears nor is heard, and comes back when it is taken off', () => {
  const { run, room } = setUp()
  const [one, two] = [hummer(400), hummer(1000)]
  const member = room.join(one.party, { hold: true })
  room.join(two.party)
  run()
  expect(one.heard).toEqual([])
  expect(rmsDb(pcmOf(two.heard))).toBe(Number.NEGATIVE_INFINITY)
  member.hold = false
  two.heard.length = 0
  run()
  expect(two.hears(400)).toBeCloseTo(-18, 0)
  expect(one.hears(1000)).toBeCloseTo(-18, 0)
})

test('a ringing member is heard while nothing is written to it', () => {
  const { run, room } = setUp()
  const [agent, ringing] = [hummer(400), hummer(1000)]
  room.join(agent.party)
  room.join(ringing.party, { hears: false })
  run()
  expect(agent.hears(1000)).toBeCloseTo(-18, 0)
  expect(ringing.heard).toEqual([])
})

test('whoever leaves hears nothing more, and an empty room rests', () => {
  const { clock, run, room } = setUp()
  const [one, two] = [hummer(400), hummer(1000)]
  const members = [room.join(one.party), room.join(two.party)]
  run(1)
  members[0]!.leave()
  members[0]!.leave()
  run(1)
  expect([one.heard.length, two.heard.length]).toEqual([1, 2])
  members[1]!.leave()
  expect(room.members).toEqual([])
  run(1)
  expect(two.heard.length).toBe(2)
  room.join(one.party)
  clock.tick()
  expect(one.heard.length).toBe(2)
})

test('whatever the flags, everybody hears exactly whom it may', () => {
  const flags = fc.record({
    muted: fc.boolean(),
    hold: fc.boolean(),
    hears: fc.boolean(),
    speaks: fc.boolean(),
    onlyFor: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(flags, { minLength: 5, maxLength: 5 }), (all) => {
      const { clock, room } = setUp()
      const heard: (Uint8Array | undefined)[] = []
      // Powers of two: a sum tells who is in it.
      const voice = all.map((_, i) => new Uint8Array(FRAME_SAMPLES).fill(encodeSample(512 << i)))
      const members = all.map(({ speaks, muted, hold, hears }, i) =>
        room.join(
          { read: () => (speaks ? voice[i] : undefined), write: (frame) => (heard[i] = Uint8Array.from(frame)) },
          { muted, hold, hears },
        ),
      )
      for (const [i, { onlyFor }] of all.entries()) {
        members[i]!.onlyFor = onlyFor === undefined || onlyFor === i ? undefined : members[onlyFor]
      }
      clock.tick()
      for (const [i, { hears, hold }] of all.entries()) {
        const mine = members.map(({ onlyFor }, j) => {
          if (j === i || !all[j]!.speaks || all[j]!.muted || all[j]!.hold) return false
          return onlyFor ? onlyFor === members[i] : !hold
        })
        if (!hears || (hold && !mine.includes(true))) expect(heard[i]).toBeUndefined()
        else {
          const sum = mine.reduce((total, isIn, j) => total + (isIn ? 512 << j : 0), 0)
          const [sample] = decodeMulaw(heard[i]!)
          expect(Math.abs(sample! - sum)).toBeLessThan(256)
        }
      }
    }),
  )
})
