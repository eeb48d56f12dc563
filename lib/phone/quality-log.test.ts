import { expect, test } from 'vitest'
import { QualityLog, type Sampled } from './quality-log.ts'

test('seconds are gathered into minutes of the leg, each second once', () => {
  const told: Sampled[] = []
  const log = new QualityLog((minute) => told.push(minute))
  for (const second of [0.4, 1.4, 1.9, 59.9, 60.1, 61]) log.add(second, [4.3, 5, 0, 20])
  log.warn('high-jitter')
  log.warn('high-jitter')
  log.add(125, [null, 0, 100, 0])
  log.flush()
  log.flush()
  expect(told.map(({ minute, samples, warnings }) => [minute, samples.map(([second]) => second), warnings])).toEqual([
    [0, [0, 1, 59], []],
    [1, [0, 1], ['high-jitter']],
    [2, [5], []],
  ])
  expect(told[2]!.samples).toEqual([[5, null, 0, 100, 0]])
})
