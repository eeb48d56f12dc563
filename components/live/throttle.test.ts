import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keysReadSeldom, keysTouchedBy } from './keys.ts'
import { throttle } from './throttle.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('the first is at once, a storm is one each while, and its last is never lost', () => {
  const runs: number[] = []
  const began = Date.now()
  const { want } = throttle(() => runs.push(Date.now() - began), 5000)
  for (let ms = 0; ms <= 12_000; ms += 100) {
    want()
    vi.advanceTimersByTime(100)
  }
  vi.advanceTimersByTime(20_000)
  expect(runs).toEqual([0, 5000, 10_000, 15_000])
  want()
  expect(runs.at(-1)).toBe(Date.now() - began)
  vi.advanceTimersByTime(20_000)
  expect(runs).toHaveLength(5)
})

test('once ended nothing runs any more', () => {
  const run = vi.fn()
  const { want, end } = throttle(run, 5000)
  want()
  want()
  end()
  vi.advanceTimersByTime(20_000)
  expect(run).toHaveBeenCalledTimes(1)
})

test('figures are touched by a call, and read seldom', () => {
  expect(['/api/stats?a=b', '/api/calls?limit=50', null].map(keysTouchedBy('call.changed'))).toEqual([
    true,
    true,
    false,
  ])
  expect(['/api/stats?a=b', '/api/calls?limit=50', null].map(keysReadSeldom)).toEqual([true, false, false])
})
