import { NextRequest } from 'next/server'
import twilio from 'twilio'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { type Dial, placeCall } from './place-call.ts'
import { LegStatus, recordStatus } from './record-status.ts'
import { cancelStale, resolveBusiness } from './resolve-attempts.ts'
import { startCall } from './start-call.ts'
import { callRow, keyCallerOf } from './test-calls.ts'
import { FakeCarrier, type Fate } from './test-carrier.ts'

const carrier = new FakeCarrier()
let business: TestBusiness
beforeAll(async () => {
  await carrier.start()
  business = await createTestBusiness()
})
afterAll(() => carrier.stop())
beforeEach(() => {
  carrier.fate = () => 'serve'
})

const OPTIONS = { twimlUrl: null, message: null, record: false, channels: 'dual' } as const
let last = 0
const newNumber = () => `+4420${79_460_000 + ++last}`
const dialTo = (to: string): Dial => ({ to, from: business.line.number, origin: 'api', options: OPTIONS })
const place = (to: string, key: string | null = null) => placeCall(keyCallerOf(business, key), dialTo(to))
const start = (attemptId: string) =>
  startCall(business.businessId, attemptId).then(
    () => 'known',
    (error: { kind?: string }) => error.kind ?? String(error),
  )
const attempt = (id: string) =>
  withBusiness(business.businessId, (tx) => tx.callAttempt.findFirstOrThrow({ where: { id } }))
/** The status callback of a call that the carrier made, to the address it was given. */
async function callBack(form: URLSearchParams, callSid: string): Promise<number> {
  const url = form.get('StatusCallback')!.split('#')[0]!
  const fields = {
    ...{ AccountSid: business.account.accountSid, CallSid: callSid, CallStatus: 'ringing', Direction: 'outbound-api' },
    ...{ From: form.get('From')!, To: form.get('To')!, SequenceNumber: '1', ApiVersion: '2010-04-01' },
  }
  const signature = twilio.getExpectedTwilioSignature(business.account.authToken, url, fields)
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
  const request = new NextRequest(url, { method: 'POST', body: new URLSearchParams(fields).toString(), headers })
  const take = carrierWebhook({ form: LegStatus, run: recordStatus, thanks: 'OK' })
  return (await take(request, { params: Promise.resolve({}) })).status
}

test('a call is started once, with the attempt in every address', async () => {
  const { attemptId, callId } = await place(newNumber())
  expect(await start(attemptId)).toBe('known')
  expect(await start(attemptId)).toBe('known')
  const [made, ...more] = carrier.madeFor(attemptId)
  expect(more).toEqual([])
  expect(made!.form.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed'])
  expect(made!.form.get('Url')).toContain(`/voice/twiml?attempt=${attemptId}#`)
  expect(await callRow(business, callId)).toMatchObject({ origin: 'api', status: 'queued', callSid: made!.sid })
})

test.each<[string, Fate]>([
  ['the connection dies after the call was made', 'lost'],
  ['the carrier fails after it made the call', 'broken'],
])('%s: the list of calls finds it', async (_, fate) => {
  carrier.fate = () => fate
  const { attemptId, callId } = await place(newNumber())
  expect(await start(attemptId)).toBe('unknown')
  expect(await attempt(attemptId)).toMatchObject({ state: 'unknown' })
  await resolveBusiness(business.businessId, Date.now() + 11_000)
  const [made, ...more] = carrier.madeFor(attemptId)
  expect(more).toEqual([])
  expect(await attempt(attemptId)).toMatchObject({ state: 'placed', callSid: made!.sid })
  expect((await callRow(business, callId)).callSid).toBe(made!.sid)
})

test('a webhook that overtakes the answer settles it, and the lost answer changes nothing', async () => {
  carrier.fate = () => 'lost'
  const { attemptId, callId } = await place(newNumber())
  await start(attemptId)
  const [made] = carrier.madeFor(attemptId)
  expect(await callBack(made!.form, made!.sid)).toBe(200)
  expect(await attempt(attemptId)).toMatchObject({ state: 'placed', callSid: made!.sid })
  expect(await callRow(business, callId)).toMatchObject({ status: 'ringing', callSid: made!.sid })
})

test('two calls between the same numbers are never taken for each other: only their webhooks tell', async () => {
  carrier.fate = () => 'lost'
  const to = newNumber()
  const [one, two] = [await place(to, 'first'), await place(to, 'second')]
  await Promise.all([start(one.attemptId), start(two.attemptId)])
  await resolveBusiness(business.businessId, Date.now() + 11_000)
  expect(await attempt(one.attemptId)).toMatchObject({ state: 'unknown' })
  const made = carrier.madeFor(two.attemptId)[0]!
  await callBack(made.form, made.sid)
  await resolveBusiness(business.businessId, Date.now() + 11_000)
  expect(await attempt(one.attemptId)).toMatchObject({
    state: 'placed',
    callSid: carrier.madeFor(one.attemptId)[0]!.sid,
  })
  expect(await attempt(two.attemptId)).toMatchObject({ state: 'placed', callSid: made.sid })
})

test('what the carrier does not show after a minute was not made, and the call has failed', async () => {
  carrier.fate = () => 'down'
  const { attemptId, callId } = await place(newNumber())
  await start(attemptId)
  await resolveBusiness(business.businessId, Date.now() + 11_000)
  expect(await attempt(attemptId)).toMatchObject({ state: 'unknown' })
  await resolveBusiness(business.businessId, Date.now() + 61_000)
  expect(await attempt(attemptId)).toMatchObject({ state: 'rejected' })
  expect(await callRow(business, callId)).toMatchObject({ status: 'failed', outcome: 'failed' })
})

test('429 was not looked at and is asked again; another refusal is final', async () => {
  let times = 0
  carrier.fate = () => (++times < 3 ? 'too-many' : 'serve')
  const slow = await place(newNumber())
  expect(await start(slow.attemptId)).toBe('known')
  expect(carrier.madeFor(slow.attemptId)).toHaveLength(1)
  carrier.fate = () => 'refused'
  const refused = await place(newNumber())
  await start(refused.attemptId)
  expect(await callRow(business, refused.callId)).toMatchObject({ status: 'failed', failureCode: '21211' })
})

test('an attempt that nobody dialled in 30 s is given up, never dialled', async () => {
  const before = carrier.requests.length
  const { attemptId, callId } = await place(newNumber())
  await resolveBusiness(business.businessId, Date.now() + 31_000)
  expect(await start(attemptId)).toBe('known')
  expect(carrier.requests).toHaveLength(before)
  expect(await callRow(business, callId)).toMatchObject({ status: 'canceled', outcome: 'canceled' })
})

test('a call that the carrier still has queued after 30 s is taken back; one that rings is not', async () => {
  const [waiting, ringing] = [await place(newNumber()), await place(newNumber())]
  await start(waiting.attemptId)
  await start(ringing.attemptId)
  const made = carrier.madeFor(ringing.attemptId)[0]!
  made.status = 'ringing'
  await cancelStale(business.businessId, Date.now() + 29_000)
  expect((await callRow(business, waiting.callId)).endedAt).toBeNull()
  await cancelStale(business.businessId, Date.now() + 31_000)
  expect(carrier.madeFor(waiting.attemptId)[0]!.status).toBe('completed')
  expect(await callRow(business, waiting.callId)).toMatchObject({ status: 'canceled', outcome: 'canceled' })
  expect(await callRow(business, ringing.callId)).toMatchObject({ status: 'ringing', endedAt: null })
})

test('a repeated request without a key means the call that is open, and a new one once that is over', async () => {
  const to = newNumber()
  const all = await Promise.all(Array.from({ length: 10 }, () => place(to)))
  expect(new Set(all.map((each) => each.callId)).size).toBe(1)
  await Promise.all(all.map((each) => start(each.attemptId)))
  expect(carrier.madeFor(all[0]!.attemptId)).toHaveLength(1)
  await cancelStale(business.businessId, Date.now() + 31_000)
  expect((await place(to)).callId).not.toBe(all[0]!.callId)
})

/** A stream of numbers from 0 to 1 that depends on nothing else (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const INTENTS = Number(process.env.INTENTS ?? 60)
const AT_ONCE = 8
const FATES: Fate[] = ['serve', 'serve', 'serve', 'lost', 'lost', 'broken', 'down', 'refused']

test(
  `${INTENTS} intents over a carrier that loses its answers, with impatient clients: no second call`,
  async () => {
    const random = randomNumbers(Number(process.env.SEED ?? 7))
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    carrier.fate = () => pick(FATES)
    const before = carrier.requests.length
    const attempts: string[] = []
    const work = async () => {
      while (attempts.length < INTENTS) {
        const [to, key] = [newNumber(), `intent-${last}`]
        const slot = attempts.push('') - 1
        const clicks = await Promise.all(Array.from({ length: 1 + Math.floor(random() * 3) }, () => place(to, key)))
        attempts[slot] = clicks[0]!.attemptId
        await Promise.all(clicks.map((click) => start(click.attemptId)))
        await start((await place(to, key)).attemptId)
        const made = carrier.madeFor(attempts[slot])[0]
        if (made && random() < 0.5) await callBack(made.form, made.sid)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    carrier.fate = () => 'serve'
    const open = () =>
      withBusiness(business.businessId, (tx) =>
        tx.callAttempt.count({ where: { state: { in: ['new', 'submitting', 'unknown'] } } }),
      )
    // Seen soon after first, then after the minute in which a call would have shown up.
    for (const laterMs of [11_000, 61_000]) {
      for (let runs = 0; (await open()) > 0 && runs * 50 <= INTENTS; runs++) {
        await resolveBusiness(business.businessId, Date.now() + laterMs)
      }
    }
    const counts = attempts.map((id) => carrier.madeFor(id).length)
    expect(Math.max(...counts)).toBe(1)
    expect(await open()).toBe(0)
    const asked = carrier.requests.slice(before)
    expect(asked.filter((each, index) => asked.indexOf(each) !== index)).toEqual([])
    expect(asked).toHaveLength(attempts.length)
    for (const [index, id] of attempts.entries()) {
      expect((await attempt(id)).state).toBe(counts[index] === 1 ? 'placed' : 'rejected')
    }
  },
  60_000 + INTENTS * 500,
)
