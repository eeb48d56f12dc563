import { afterEach, expect, test, vi } from 'vitest'
import { Announced } from './announced.ts'

afterEach(() => vi.useRealTimers())

test('words come in their order, once, and are forgotten after a minute', () => {
  vi.useFakeTimers()
  const announced = new Announced()
  announced.add('early')
  vi.advanceTimersByTime(59_000)
  announced.add('one')
  announced.add('two')
  vi.advanceTimersByTime(2_000)
  expect([announced.take(), announced.take(), announced.take()]).toEqual(['one', 'two', null])
})
