import type { CallDetail, CallLeg } from './history.ts'
import { secondOf } from './leg-rows.ts'

/** One second of a leg's connection as its browser measured it; `second` counts from the call's begin. */
export interface QualityPoint {
  second: number
  /** Mean opinion score, 1 to 4.5. */
  mos: number
  jitterMs: number
  lossPercent: number
  rttMs: number
}

export type QualityWord = 'good' | 'fair' | 'poor'

const GOOD_MOS = 4
/** Below it the voice network warns. */
export const FAIR_MOS = 3.5
/** Seconds without a measurement after which the line is broken off. */
const GAP_S = 3

/** What was measured of a leg, in order; seconds that could not be judged are left out. */
export const qualityPoints = (call: CallDetail, leg: CallLeg): QualityPoint[] =>
  leg.quality.flatMap(({ at, samples }) =>
    samples.flatMap(([second, mos, jitterMs, lossPercent, rttMs]) =>
      mos === null ? [] : [{ second: secondOf(call, at) + second, mos, jitterMs, lossPercent, rttMs }],
    ),
  )

/** The mean of a connection in a word and a figure, and its worst second; null where nothing was measured. */
export function judgeQuality(points: readonly QualityPoint[]) {
  const [first] = points
  if (!first) return null
  const mos = points.reduce((sum, point) => sum + point.mos, 0) / points.length
  const word: QualityWord = mos >= GOOD_MOS ? 'good' : mos >= FAIR_MOS ? 'fair' : 'poor'
  const worst = points.reduce((least, point) => (point.mos < least.mos ? point : least), first)
  return { mos, word, worst }
}

/** The stretches of a line: broken where nothing was measured for a while, and where `keep` ends. */
export function stretches(
  points: readonly QualityPoint[],
  keep: (point: QualityPoint) => boolean = () => true,
): QualityPoint[][] {
  const found: QualityPoint[][] = []
  let last: QualityPoint | null = null
  for (const point of points) {
    if (!keep(point)) {
      last = null
      continue
    }
    if (last && point.second - last.second <= GAP_S) found.at(-1)?.push(point)
    else found.push([point])
    last = point
  }
  return found
}
