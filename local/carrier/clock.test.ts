import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MediaClock } from './clock.ts'

let nowMs = 0
let clock: MediaClock

beforeEach(() => {
  vi.useFakeTimers()
  nowMs = 0
  clock = new MediaClock(() => nowMs)
})
afterEach(() => {
  clock.stop()
  vi.useRealTimers()
})

/** Time goes on, and every timer runs late by `lateMs`. */
function pass(ms: number, lateMs = 0): void {
  const end = nowMs + ms
  while (nowMs < end) {
    nowMs += 1
    if (lateMs === 0 || nowMs % lateMs === 0) vi.advanceTimersByTime(lateMs || 1)
  }
}

test('ticks every 20 ms', () => {
  const tick = vi.fn()
  clock.subscribe(tick)
  clock.start()
  pass(1000)
  expect(tick).toHaveBeenCalledTimes(50)
})

test('timers that run late do not make it drift', () => {
  const tick = vi.fn()
  clock.subscribe(tick)
  clock.start()
  pass(60_000, 7)
  expect(tick.mock.calls.length).toBeGreaterThanOrEqual(2999)
  expect(tick.mock.calls.length).toBeLessThanOrEqual(3000)
})

test('after a stall it catches up a little, then goes on as if nothing had been', () => {
  const tick = vi.fn()
  clock.subscribe(tick)
  clock.start()
  nowMs = 5000
  vi.advanceTimersByTime(20)
  expect(tick.mock.calls.length).toBeLessThanOrEqual(6)
  tick.mockClear()
  pass(1000)
  expect(tick).toHaveBeenCalledTimes(50)
})

test('sound is mixed before it is sent, whoever subscribed first', () => {
  const order: string[] = []
  clock.subscribe(() => order.push('send'), 'send')
  clock.subscribe(() => order.push('mix'))
  clock.tick()
  expect(order).toEqual(['mix', 'send'])
})

test('a listener that left, and a stopped clock, are quiet', () => {
  const tick = vi.fn()
  const leave = clock.subscribe(tick)
  clock.subscribe(() => clock.stop())
  clock.start()
  leave()
  pass(200)
  expect(tick).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
