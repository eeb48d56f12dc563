import { expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { decideAfterLeave } from './after-leave.ts'
import type { LegFacts } from './call-event.ts'
import { decline, hangUp } from './leave-call.ts'
import { recordEvents } from './record-events.ts'
import { callerOf, newCallSid, reportOf } from './test-calls.ts'

async function ringingCall(business: TestBusiness, facts: LegFacts = { role: 'outside', status: 'ringing' }) {
  const { businessId, line } = business
  const id = newId()
  await withBusiness(businessId, async (tx) => {
    await tx.call.create({
      data: {
        ...{ businessId, id, origin: 'inbound', direction: 'inbound', status: 'ringing', phoneNumber: line.number },
        startedAt: new Date(),
      },
    })
    await recordEvents(tx, businessId, id, [reportOf(business, newCallSid(), facts)])
  })
  return id
}

const report = (business: TestBusiness, callId: string, callSid: string, facts: LegFacts) =>
  withBusiness(business.businessId, (tx) =>
    recordEvents(tx, business.businessId, callId, [reportOf(business, callSid, { ...facts, parentCallSid: 'CA1' })]),
  )

test('a decline that comes before its leg is known holds for it, and for nobody else', async () => {
  const business = await createTestBusiness()
  const { agent, supervisor } = business.users
  const id = await ringingCall(business)
  await decline(callerOf(business, agent), { id })
  const [mine, other] = [newCallSid(), newCallSid()]
  await report(business, id, other, { role: 'agent', userId: supervisor.userId, status: 'ringing' })
  const state = await report(business, id, mine, { role: 'agent', userId: agent.userId, status: 'ringing' })
  expect(decideAfterLeave(state!).partings).toEqual([{ callSid: mine, how: 'end' }])
})

test('a call that rings for nobody here is not theirs to hang up, nor to decline once it is answered', async () => {
  const business = await createTestBusiness()
  const { agent, supervisor } = business.users
  const stranger = await createTestBusiness()
  const id = await ringingCall(business)
  await expect(hangUp(callerOf(business, agent), { id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(decline(callerOf(stranger, stranger.users.agent), { id })).rejects.toMatchObject({ code: 'not_found' })
  await report(business, id, newCallSid(), { role: 'agent', userId: supervisor.userId, status: 'in-progress' })
  await expect(decline(callerOf(business, agent), { id })).rejects.toMatchObject({ code: 'not_found' })
})
