import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TokenKeeper } from './token-keeper.ts'

const HOUR_MS = 3_600_000

/** A page whose visibility the test decides. */
class Page extends EventTarget {
  visibilityState = 'visible'
}

let page: Page

beforeEach(() => {
  vi.useFakeTimers()
  page = new Page()
  vi.stubGlobal('document', page)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function setUp() {
  const used: string[] = []
  let fetched = 0
  let fails = false
  const fetchToken = async () => {
    if (fails) throw new Error('down')
    return { token: `t${++fetched}`, expiresAt: new Date(Date.now() + HOUR_MS).toISOString() }
  }
  const keeper = new TokenKeeper(fetchToken, (token) => used.push(token))
  await keeper.start()
  return { keeper, used, fail: (now: boolean) => (fails = now) }
}

test('a token is renewed at half its life', async () => {
  const { used } = await setUp()
  await vi.advanceTimersByTimeAsync(HOUR_MS / 2 - 1)
  expect(used).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(used).toEqual(['t2'])
  await vi.advanceTimersByTimeAsync(HOUR_MS / 2)
  expect(used).toEqual(['t2', 't3'])
})

test('after a sleep, in which timers stand still, the wall clock renews it when the page is seen again', async () => {
  const { used, keeper } = await setUp()
  vi.setSystemTime(Date.now() + 8 * HOUR_MS)
  page.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(0)
  expect(used).toEqual(['t2'])
  keeper.check()
  await vi.advanceTimersByTimeAsync(0)
  expect(used).toEqual(['t2'])
})

test('a page that is hidden, or whose token is fresh, asks for nothing', async () => {
  const { used } = await setUp()
  page.dispatchEvent(new Event('visibilitychange'))
  page.visibilityState = 'hidden'
  vi.setSystemTime(Date.now() + HOUR_MS)
  page.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(0)
  expect(used).toEqual([])
})

test('an endpoint that is down is asked again every five seconds, never more', async () => {
  const { used, fail, keeper } = await setUp()
  fail(true)
  await keeper.renew()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(used).toEqual([])
  fail(false)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(used).toEqual(['t2'])
  expect(keeper.current).toBe('t2')
})

test('once stopped it renews no more', async () => {
  const { keeper, used } = await setUp()
  keeper.stop()
  await vi.advanceTimersByTimeAsync(2 * HOUR_MS)
  expect(used).toEqual([])
})
