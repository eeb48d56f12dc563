import { expect, test } from 'vitest'
import type { CallDetail, CallLeg } from './history.ts'
import { judgeQuality, type QualityPoint, qualityPoints, stretches } from './quality.ts'

const call = { started_at: '2026-11-20T09:00:00Z' } as CallDetail
const leg = {
  quality: [
    {
      at: '2026-11-20T09:00:05Z',
      samples: [
        [0, 4.4, 5, 0, 20],
        [1, null, 0, 0, 0],
      ],
      warnings: [],
    },
    { at: '2026-11-20T09:01:05Z', samples: [[2, 2.4, 60, 12, 300]], warnings: ['low-mos'] },
  ],
} as unknown as CallLeg
const at = (...seconds: number[]): QualityPoint[] =>
  seconds.map((second) => ({ second, mos: second, jitterMs: 0, lossPercent: 0, rttMs: 0 }))

test('seconds are counted from the begin of the call, and what could not be judged is left out', () => {
  expect(qualityPoints(call, leg).map(({ second, mos }) => [second, mos])).toEqual([
    [5, 4.4],
    [67, 2.4],
  ])
})

test('a connection is judged by its mean, and its worst second is told', () => {
  expect(judgeQuality([])).toBeNull()
  expect(judgeQuality(qualityPoints(call, leg))).toMatchObject({ word: 'poor', worst: { lossPercent: 12 } })
  expect(judgeQuality(at(4, 4.2))).toMatchObject({ word: 'good' })
  expect(judgeQuality(at(3.6))).toMatchObject({ word: 'fair', mos: 3.6 })
})

test('a line breaks where nothing was measured, and where it is not wanted', () => {
  const seconds = (found: QualityPoint[][]) => found.map((stretch) => stretch.map(({ second }) => second))
  expect(seconds(stretches(at(1, 2, 4, 9, 10)))).toEqual([
    [1, 2, 4],
    [9, 10],
  ])
  expect(seconds(stretches(at(1, 2, 3), ({ mos }) => mos !== 2))).toEqual([[1], [3]])
})
