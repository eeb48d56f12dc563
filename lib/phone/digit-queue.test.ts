import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { digitQueue } from './digit-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a digit goes at once; those pressed while it sounds go together after it, in order', async () => {
  const sent: string[] = []
  const press = digitQueue((digits) => void sent.push(digits))
  for (const digit of '4929') press(digit)
  expect(sent).toEqual(['4'])
  await vi.advanceTimersByTimeAsync(400)
  expect(sent).toEqual(['4', '929'])
  press('1')
  await vi.advanceTimersByTimeAsync(800)
  expect(sent).toEqual(['4', '929'])
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toEqual(['4', '929', '1'])
  await vi.advanceTimersByTimeAsync(1_000)
  press('2')
  expect(sent.at(-1)).toBe('2')
})
