import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChunkPace } from './chunk-pace.ts'

const LOOK_MS = 100

/** The lengths chosen while so many streams and such lateness last for so long. */
function run(pace: ChunkPace, phases: { streams: number; lateMs: number; seconds: number }[], from = 0): number[] {
  let now = from
  return phases.map(({ streams, lateMs, seconds }) => {
    for (const end = now + seconds * 1000; now < end; now += LOOK_MS) pace.look(streams, lateMs, now)
    return pace.chunkMs
  })
}

test('few streams go frame by frame, many in longer chunks, and a stream more or less does not change it each time', () => {
  const phases = [10, 150, 151, 121, 300, 301, 241, 239, 150, 121, 119, 1].map((streams) => ({
    streams,
    lateMs: 0,
    seconds: 1,
  }))
  expect(run(new ChunkPace('auto'), phases)).toEqual([20, 20, 40, 40, 40, 100, 100, 40, 40, 40, 20, 20])
})

test('a late process takes longer chunks step by step, and shorter ones only after it was calm for a while', () => {
  const phases = [
    { streams: 100, lateMs: 1, seconds: 5 },
    { streams: 100, lateMs: 30, seconds: 1 },
    { streams: 100, lateMs: 30, seconds: 4 },
    { streams: 100, lateMs: 4, seconds: 60 },
    { streams: 100, lateMs: 0, seconds: 10 },
    { streams: 100, lateMs: 0, seconds: 10 },
    { streams: 100, lateMs: 0, seconds: 20 },
  ]
  expect(run(new ChunkPace('auto'), phases)).toEqual([20, 40, 100, 100, 100, 40, 20])
})

test('one look that came late is no load, nor are others who keep a process with few streams from running', () => {
  const pace = new ChunkPace('auto')
  expect(run(pace, [{ streams: 100, lateMs: 0, seconds: 5 }])).toEqual([20])
  pace.look(100, 70, 5_000)
  expect(run(pace, [{ streams: 100, lateMs: 0, seconds: 5 }], 5_100)).toEqual([20])
  expect(run(pace, [{ streams: 20, lateMs: 500, seconds: 60 }], 20_000)).toEqual([20])
})

test('once the streams are few again they go frame by frame, however late the process still is', () => {
  const phases = [100, 45, 39].map((streams) => ({ streams, lateMs: 50, seconds: 10 }))
  expect(run(new ChunkPace('auto'), phases)).toEqual([100, 100, 20])
})

test('a length that was set is kept, and each that is chosen is one that assistants take', () => {
  expect(run(new ChunkPace(60), [{ streams: 1_000, lateMs: 200, seconds: 10 }])).toEqual([60])
  fc.assert(
    fc.property(
      fc.array(fc.record({ streams: fc.nat(2_000), lateMs: fc.nat(500), seconds: fc.constant(1) }), { maxLength: 50 }),
      (phases) => run(new ChunkPace('auto'), phases).every((ms) => [20, 40, 100].includes(ms)),
    ),
  )
})
