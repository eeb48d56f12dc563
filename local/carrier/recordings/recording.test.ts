import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FRAME_SAMPLES, SILENCE } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { MediaClock } from '../clock.ts'
import { Faults } from '../faults.ts'
import { Journal } from '../journal.ts'
import { Webhooks } from '../webhooks/webhooks.ts'
import { Recording, type RecordingPlan } from './recording.ts'
import { Recordings } from './recordings.ts'

const LOUD = new Tone(500).frame()

/** A recording of frames that are loud or silent by channel. */
function recorded(plan: Partial<RecordingPlan>, frames: readonly (readonly [boolean, boolean])[]): Recording {
  const whole: RecordingPlan = { channels: 2, track: 'both', trim: true, ...plan }
  const recording = new Recording({ accountSid: 'AC1', source: 'OutboundAPI' }, whole, () => {})
  recording.listen((add) => {
    for (const [one, two] of frames) add(one ? LOUD : SILENCE, two ? LOUD : SILENCE)
    return () => {}
  })
  recording.stop()
  return recording
}

const framesOf = (recording: Recording) => recording.channels().map((pcm) => pcm.length / FRAME_SAMPLES)

describe('trimming', () => {
  test('cuts what is silent in all channels at both ends, and keeps the channels together', () => {
    const frames = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 40 })
    fc.assert(
      fc.property(frames, (all) => {
        const sounding = all.map(([one, two]) => one || two)
        const from = sounding.indexOf(true)
        const kept = from < 0 ? all.length : sounding.lastIndexOf(true) - from + 1
        expect(framesOf(recorded({}, all))).toEqual([kept, kept])
      }),
    )
  })

  test('is left out when it is not asked for', () => {
    const frames = [
      [false, false],
      [true, false],
      [false, false],
    ] as const
    expect(framesOf(recorded({ trim: false }, frames))).toEqual([3, 3])
  })
})

test('nothing at all is absent, silence is not', async () => {
  const [none, silent] = [recorded({}, []), recorded({}, [[false, false]])]
  await Promise.all([none.done, silent.done])
  expect([none.status, silent.status]).toEqual(['absent', 'completed'])
})

test('the oldest files go when the store is full, never what still runs', async () => {
  const journal = new Journal()
  const webhooks = new Webhooks(new Map(), journal, new Faults(journal))
  const store = new Recordings(new MediaClock(), webhooks, () => 'http://localhost', 200_000)
  const plan: RecordingPlan = { channels: 1, track: 'both', trim: false }
  const make = () =>
    store.startConference('AC1', 'CF1', plan, (add) => {
      for (let frame = 0; frame < 500; frame++) add(LOUD, SILENCE)
      return () => {}
    })
  const made = [make(), make()]
  for (const recording of made) recording.stop()
  const running = make()
  made.push(make())
  made[2]!.stop()
  await Promise.all(made.map(({ done }) => done))
  expect(made.map(({ status }) => status)).toEqual(['deleted', 'deleted', 'completed'])
  expect([running.status, running.bytes]).toEqual(['in-progress', 80_000])
})
