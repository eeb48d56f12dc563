import { expect, test } from 'vitest'
import type { z } from 'zod'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { getCall } from './get-call.ts'
import { placeCall } from './place-call.ts'
import { recordEvents } from './record-events.ts'
import { reportQuality, QualityReport as Schema } from './report-quality.ts'
import { callerOf, newCallSid, reportOf } from './test-calls.ts'

type QualityReport = z.infer<typeof Schema>

/** A call of the agent's with their own leg, answered just now. */
async function answeredCall(business: TestBusiness) {
  const { agent } = business.users
  const { callId } = await placeCall(callerOf(business, agent), { to: '+442079460958' })
  const callSid = newCallSid()
  const answeredAt = Date.now() - 30_000
  await withBusiness(business.businessId, (tx) =>
    recordEvents(tx, business.businessId, callId, [
      reportOf(business, callSid, { role: 'agent', userId: agent.userId, status: 'in-progress' }, 0, answeredAt),
    ]),
  )
  return { callId, callSid, answeredAt }
}

const report = (call_sid: string, change: Partial<QualityReport> = {}): QualityReport => ({
  ...{ call_sid, minute: 0, samples: [[0, 4.3, 5, 0, 20]], warnings: [] },
  ...change,
})

test('a minute is kept once, the later word of it, and read with its leg', async () => {
  const business = await createTestBusiness()
  const agent = callerOf(business, business.users.agent)
  const { callId, callSid, answeredAt } = await answeredCall(business)
  await reportQuality(agent, report(callSid, { samples: [[0, 4.3, 5, 0, 20]] }))
  const [first, second] = [
    [0, 4.3, 5, 0, 20],
    [1, null, 90, 12, 300],
  ] as QualityReport['samples']
  await reportQuality(agent, report(callSid, { samples: [first!, second!], warnings: ['high-jitter'] }))
  await reportQuality(agent, report(callSid, { minute: 1 }))
  const { data } = await getCall(agent, { id: callId })
  expect(data.legs[0]!.quality).toEqual([
    { at: new Date(answeredAt), samples: [first, second], warnings: ['high-jitter'] },
    { at: new Date(answeredAt + 60_000), samples: [first], warnings: [] },
  ])
})

test('nobody reports on the leg of another, of another business, or on time that is still to come', async () => {
  const business = await createTestBusiness()
  const stranger = await createTestBusiness()
  const { callSid } = await answeredCall(business)
  const refused = (who: TestBusiness, role: 'agent' | 'admin', change = {}) =>
    expect(reportQuality(callerOf(who, who.users[role]), report(callSid, change))).rejects
  await refused(business, 'admin').toMatchObject({ code: 'not_found' })
  await refused(stranger, 'agent').toMatchObject({ code: 'not_found' })
  await refused(business, 'agent', { minute: 3 }).toMatchObject({ code: 'bad_request' })
})

test('only measurements get in, and few enough', () => {
  const bad = (change: object) => Schema.safeParse({ ...report(`CA${'0'.repeat(32)}`), ...change }).success
  expect(bad({})).toBe(true)
  expect(bad({ samples: [] })).toBe(false)
  expect(bad({ samples: Array(61).fill([0, 4, 1, 0, 1]) })).toBe(false)
  expect(bad({ samples: [[60, 4, 1, 0, 1]] })).toBe(false)
  expect(bad({ samples: [[0, 4, -1, 0, 1]] })).toBe(false)
  expect(bad({ warnings: ['<b>'] })).toBe(false)
  expect(bad({ minute: 1441 })).toBe(false)
  expect(bad({ call_sid: 'CA1' })).toBe(false)
})
