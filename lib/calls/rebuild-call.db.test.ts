import { beforeEach, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { placeCall } from './place-call.ts'
import { rebuildCall } from './rebuild-call.ts'
import { recordEvents } from './record-events.ts'
import { callerOf, callRow, createEndedCall, newCallSid, reportOf } from './test-calls.ts'

let business: TestBusiness
beforeEach(async () => {
  business = await createTestBusiness()
})

const admin = () => callerOf(business, business.users.admin)

async function endedCall(callSid: string): Promise<string> {
  const { callId } = await placeCall(callerOf(business, business.users.agent), { to: '+442079460958' })
  const leg = (status: 'in-progress' | 'completed', at: number) =>
    reportOf(business, callSid, { role: 'outside', status, ...(status === 'completed' && { durationS: 7 }) }, at)
  await withBusiness(business.businessId, (tx) =>
    recordEvents(tx, business.businessId, callId, [leg('in-progress', 2), leg('completed', 9)]),
  )
  return callId
}

test('a call that is as its ledger tells it stays as it is', async () => {
  const id = await endedCall(newCallSid())
  const before = await callRow(business, id)
  expect(await rebuildCall(admin(), { id })).toEqual({ events: 2, differences: [] })
  expect((await callRow(business, id)).status).toBe(before.status)
})

test('what was changed past the ledger is told and put right, and that is written down', async () => {
  const callSid = newCallSid()
  const id = await endedCall(callSid)
  await withBusiness(business.businessId, async (tx) => {
    await tx.$executeRaw`update calls set status = 'failed', duration_s = null where id = ${id}::uuid`
    await tx.$executeRaw`update call_legs set sip_code = 486 where call_id = ${id}::uuid`
  })
  const { differences } = await rebuildCall(admin(), { id })
  expect(differences).toEqual([
    { of: 'call', field: 'status', before: 'failed', after: 'completed' },
    { of: 'call', field: 'durationS', before: null, after: '7' },
    { of: callSid, field: 'sipCode', before: '486', after: null },
  ])
  expect(await callRow(business, id)).toMatchObject({ status: 'completed', durationS: 7 })
  const entry = await withBusiness(business.businessId, (tx) =>
    tx.auditEntry.findFirst({ where: { action: 'call.rebuild' } }),
  )
  expect(entry).toMatchObject({ subjectId: id, details: { events: 2, differences: 3 } })
})

test('a record that no carrier told of is left alone; an agent rebuilds nothing', async () => {
  const id = await createEndedCall(business)
  expect(await rebuildCall(admin(), { id })).toEqual({ events: 0, differences: [] })
  expect((await callRow(business, id)).status).toBe('completed')
  const agent = callerOf(business, business.users.agent)
  await expect(rebuildCall(agent, { id })).rejects.toMatchObject({ code: 'forbidden' })
})
