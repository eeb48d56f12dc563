import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Reader } from '#lib/db/read-business.ts'
import { sql } from '#lib/db/sql.ts'
import { countAll, countCalls } from './count-calls.ts'

/** A database that counts so many, up to the limit it is given, and how often it was asked. */
function counting(count: number) {
  let asked = 0
  const tx: Reader = {
    async $queryRaw<T>(_: unknown, ...parts: unknown[]) {
      asked += 1
      const [most = Number.POSITIVE_INFINITY] = (parts.at(-1) as { values: number[] }).values
      return [{ count: Math.min(count, most) }] as T
    },
  }
  return { tx, asked: () => asked }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  [0, 0, false],
  [9_999, 9_999, false],
  [10_000, 10_000, false],
  [10_001, 10_000, true],
  [10_999, 10_000, true],
  [1_000_000, 10_000, true],
])('of %i calls tells %i', async (count, told, isFloor) => {
  expect(await countCalls(counting(count).tx, sql`true`, `tells ${count}`)).toEqual({ count: told, isFloor })
  expect(await countAll(counting(count).tx, sql`true`)).toEqual({ count, isFloor: false })
})

test('what is far beyond is asked once in ten seconds and filter, what is near each time', async () => {
  const [far, near] = [counting(11_000), counting(10_999)]
  for (const { tx } of [far, near, far, near]) await countCalls(tx, sql`true`, tx === far.tx ? 'far' : 'near')
  expect([far.asked(), near.asked()]).toEqual([1, 2])
  await countCalls(far.tx, sql`true`, 'far of another business')
  expect(far.asked()).toBe(2)
  vi.advanceTimersByTime(10_000)
  await countCalls(far.tx, sql`true`, 'far')
  expect(far.asked()).toBe(3)
})
