import { beforeAll, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { hangUp } from './leave-call.ts'
import { listMyCalls } from './list-my-calls.ts'
import { placeCall } from './place-call.ts'
import { callerOf, callRow } from './test-calls.ts'

const TO = '+442079460958'
let business: TestBusiness
beforeAll(async () => {
  business = await createTestBusiness()
})

const agent = (key: string | null = null) => callerOf(business, business.users.agent, key)
const auditOf = (subjectId: string) =>
  withBusiness(business.businessId, (tx) => tx.auditEntry.findMany({ where: { subjectId }, orderBy: { at: 'asc' } }))

test('writes down the attempt, its call and who did it before anything is dialled', async () => {
  const placed = await placeCall(agent(), { to: TO })
  const call = await callRow(business, placed.callId)
  expect(call).toMatchObject({
    status: 'queued',
    origin: 'browser',
    callerPhone: TO,
    phoneNumber: business.line.number,
  })
  expect(call.attempts).toMatchObject([{ id: placed.attemptId, state: 'new', toNumber: TO }])
  expect(await auditOf(placed.callId)).toMatchObject([{ action: 'call.place', address: '127.0.0.1' }])
})

test('one key is one call, however often and however fast it comes', async () => {
  const placed = await Promise.all(Array.from({ length: 20 }, () => placeCall(agent('key-1'), { to: TO })))
  expect(new Set(placed.map((each) => each.attemptId)).size).toBe(1)
  await expect(placeCall(agent('key-1'), { to: '+442079460959' })).rejects.toMatchObject({
    code: 'idempotency_conflict',
  })
})

test('refuses what the policy forbids, and writes the refusal down', async () => {
  const before = await withBusiness(business.businessId, (tx) => tx.call.count())
  await expect(placeCall(agent(), { to: '999' })).rejects.toMatchObject({ code: 'number_emergency', field: 'to' })
  await expect(placeCall(agent(), { to: TO, from: '+442079460999' })).rejects.toMatchObject({
    code: 'caller_id_not_allowed',
  })
  expect(await withBusiness(business.businessId, (tx) => tx.call.count())).toBe(before)
  const refusals = await withBusiness(business.businessId, (tx) =>
    tx.auditEntry.findMany({ where: { action: 'call.refuse' }, orderBy: { at: 'asc' } }),
  )
  expect(refusals.map((entry) => entry.details)).toEqual([
    { to: '999', reason: 'number_emergency' },
    { to: TO, reason: 'caller_id_not_allowed' },
  ])
})

test('a call given up before it was dialled is over at once', async () => {
  const { callId } = await placeCall(agent(), { to: TO })
  await hangUp(agent(), { id: callId })
  expect(await callRow(business, callId)).toMatchObject({ status: 'canceled', outcome: 'canceled', endedBy: 'agent' })
  await hangUp(agent(), { id: callId })
  expect((await auditOf(callId)).map((entry) => entry.action)).toEqual(['call.place', 'call.hang-up'])
})

test('nobody else sees or ends it: not a colleague, not another business', async () => {
  const { callId } = await placeCall(agent(), { to: TO })
  const other = await createTestBusiness()
  for (const stranger of [callerOf(business, business.users.admin), callerOf(other, other.users.owner)]) {
    await expect(hangUp(stranger, { id: callId })).rejects.toMatchObject({ code: 'not_found' })
    expect((await listMyCalls(stranger)).calls).toEqual([])
  }
  expect((await listMyCalls(agent())).calls.map((call) => call.id)).toContain(callId)
})
