import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pacer } from './pacer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first starts at once but never before enqueue returns, the others a gap apart, in order', () => {
  const pacer = new Pacer(2)
  const started: string[] = []
  const waits = ['a', 'b', 'c'].map((name) => pacer.enqueue('AC1', () => started.push(name)).waitMs)
  expect([started, waits]).toEqual([[], [0, 500, 1000]])
  vi.advanceTimersByTime(0)
  expect(started).toEqual(['a'])
  vi.advanceTimersByTime(499)
  expect(started).toEqual(['a'])
  vi.advanceTimersByTime(501)
  expect(started).toEqual(['a', 'b', 'c'])
})

test('who leaves the queue does not cost the next a turn; accounts do not wait for each other', () => {
  const pacer = new Pacer(1)
  const started: string[] = []
  pacer.enqueue('AC1', () => started.push('a'))
  const { cancel } = pacer.enqueue('AC1', () => started.push('b'))
  pacer.enqueue('AC1', () => started.push('c'))
  pacer.enqueue('AC2', () => started.push('other'))
  cancel()
  vi.advanceTimersByTime(1000)
  expect(started).toEqual(['a', 'other', 'c'])
})

test('closed, it starts nobody', () => {
  const pacer = new Pacer(1)
  pacer.enqueue('AC1', () => expect.unreachable())
  pacer.close()
  vi.advanceTimersByTime(10_000)
  expect(vi.getTimerCount()).toBe(0)
})
