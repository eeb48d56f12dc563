import { beforeAll, describe, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import type { NewEvent, NewLegEvent } from './event-rows.ts'
import { placeCall } from './place-call.ts'
import { recordEvents } from './record-events.ts'
import { callerOf, callRow, newCallSid, reportOf } from './test-calls.ts'

let business: TestBusiness
beforeAll(async () => {
  business = await createTestBusiness()
})

const newCall = async () => (await placeCall(callerOf(business, business.users.agent), { to: '+442079460958' })).callId

const record = (callId: string | null, ...events: NewEvent[]) =>
  withBusiness(business.businessId, (tx) => recordEvents(tx, business.businessId, callId, events))

function story(callSid: string): NewLegEvent[] {
  const outside = { role: 'outside' as const }
  return [
    reportOf(business, callSid, { ...outside, status: 'initiated' }, 0),
    reportOf(business, callSid, { ...outside, status: 'ringing' }, 1),
    reportOf(business, callSid, { ...outside, status: 'in-progress' }, 2),
    reportOf(business, callSid, { ...outside, status: 'completed', durationS: 7, sipCode: 200 }, 9),
  ]
}

const facts = async (callId: string) => {
  const { status, outcome, durationS, answeredAt, endedAt, legs } = await callRow(business, callId)
  return {
    status,
    outcome,
    durationS,
    answeredAt,
    endedAt,
    legs: legs.length,
    leg: legs[0]?.status,
    sip: legs[0]?.sipCode,
  }
}

const EXPECTED = {
  status: 'completed',
  outcome: 'completed',
  durationS: 7,
  answeredAt: new Date('2026-11-20T09:00:02Z'),
  endedAt: new Date('2026-11-20T09:00:09Z'),
  legs: 1,
  leg: 'completed',
  sip: 200,
}

describe('the ledger', () => {
  test('gives the same call whatever order its events come in', async () => {
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ]) {
      const callId = await newCall()
      const events = story(newCallSid())
      for (const index of order) await record(callId, events[index]!)
      expect(await facts(callId)).toEqual(EXPECTED)
    }
  })

  test('takes a repeated event once and tells nobody again', async () => {
    const callId = await newCall()
    const [first] = story(newCallSid())
    await record(callId, first!)
    const told = await toldOf(callId)
    await record(callId, first!)
    await record(callId, first!, first!)
    expect(await toldOf(callId)).toBe(told)
    const rows = await withBusiness(business.businessId, (tx) => tx.callEvent.count({ where: { callId } }))
    expect(rows).toBe(1)
  })

  test('keeps events whose leg nobody knows, and gives them to the call once it is known', async () => {
    const callId = await newCall()
    const callSid = newCallSid()
    const [initiated, ringing, answered, completed] = story(callSid)
    expect(await record(null, completed!)).toBeNull()
    expect(await record(null, answered!)).toBeNull()
    await record(callId, initiated!)
    await record(null, ringing!)
    expect(await facts(callId)).toEqual(EXPECTED)
  })

  test('serves many writers of one call at once', async () => {
    const callId = await newCall()
    const events = story(newCallSid())
    await Promise.all([...events, ...events, ...events].map((event) => record(callId, event)))
    expect(await facts(callId)).toEqual(EXPECTED)
  })

  test('keeps a payload under 16 kB and its facts always', async () => {
    const callId = await newCall()
    const callSid = newCallSid()
    await record(callId, { ...reportOf(business, callSid, { status: 'ringing' }), raw: { junk: 'x'.repeat(50_000) } })
    const row = await withBusiness(business.businessId, (tx) => tx.callEvent.findFirstOrThrow({ where: { callSid } }))
    expect(row.payload).toEqual({ facts: { status: 'ringing' } })
  })
})

const toldOf = (callId: string) =>
  withBusiness(business.businessId, (tx) =>
    tx.domainEvent.count({ where: { payload: { path: ['callId'], equals: callId } } }),
  )
