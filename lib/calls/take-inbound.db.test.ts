import { beforeEach, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { isWaitedFor, together } from '#lib/db/test-together.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import type { CallStatus } from './call-event.ts'
import { recordStatus } from './record-status.ts'
import { takeInbound } from './take-inbound.ts'
import { newCallSid } from './test-calls.ts'

let business: TestBusiness
beforeEach(async () => {
  business = await createTestBusiness()
})

const inside = <T>(run: (tx: Tx) => Promise<T>) => withBusiness(business.businessId, run)
const delivery = (tx: Tx, raw: Record<string, string> = {}) => {
  const { businessId, account } = business
  return { tx, businessId, accountSid: account.accountSid, address: '127.0.0.1', raw }
}
const formOf = <Status extends CallStatus>(callSid: string, CallStatus: Status) => ({
  ...{ AccountSid: business.account.accountSid, CallSid: callSid, CallStatus },
  ...{ From: '+442079460958', To: business.line.number, Direction: 'inbound', SequenceNumber: 0 },
})

test('a caller who hangs up while their call is being written down leaves none that rings', async () => {
  const callSid = newCallSid()
  const { told } = await inside(async (tx) => {
    await takeInbound(delivery(tx), formOf(callSid, 'ringing'))
    const told = inside((other) => recordStatus(delivery(other), formOf(callSid, 'completed')))
    await Promise.race([told, isWaitedFor(tx)])
    return { told }
  })
  await told
  const calls = await inside((tx) => tx.call.findMany())
  expect(calls).toMatchObject([{ status: 'no-answer', endedAt: expect.any(Date) }])
})

test('two requests for one call at once write it down once', async () => {
  const callSid = newCallSid()
  const answers = await together(business.businessId, 2, (tx, at) =>
    takeInbound(delivery(tx, { ApiVersion: String(at) }), formOf(callSid, 'ringing')),
  )
  expect(answers.filter((twiml) => twiml.includes('<Response><Hangup/></Response>'))).toHaveLength(1)
  expect(await inside((tx) => tx.call.count())).toBe(1)
})
