import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fetchVoiceToken } from './fetch-voice-token.ts'

const TOKEN = `x.${Buffer.from(JSON.stringify({ exp: 1_800_000_000 })).toString('base64url')}.y`
const good = () => Response.json({ success: true, token: TOKEN })
let answers: (() => Response | Promise<never>)[]
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async () => answers.shift()!())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const busy = () => Response.json({ success: false, error: 'Too many tokens.' }, { status: 429 })
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'))
async function outcome(): Promise<unknown> {
  const fetched = fetchVoiceToken('agent@demo.test').catch((error: { status: number }) => error.status)
  await vi.advanceTimersByTimeAsync(10_000)
  return fetched
}

test('a token ends when it says so', async () => {
  answers = [good]
  expect(await outcome()).toEqual({ token: TOKEN, expiresAt: '2027-01-15T08:00:00.000Z' })
})

test('is asked for again when the server was busy or not reached, three times in all', async () => {
  answers = [busy, unreachable, good]
  expect(await outcome()).toMatchObject({ token: TOKEN })
  answers = [busy, busy, busy, good]
  expect(await outcome()).toBe(429)
})

test('is not asked for again after any other answer', async () => {
  answers = [() => Response.json({ success: false, error: 'Identity not found' }, { status: 404 }), good]
  expect(await outcome()).toBe(404)
})
