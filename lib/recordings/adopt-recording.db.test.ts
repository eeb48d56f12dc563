import { expect, test } from 'vitest'
import { createEndedCall, newCallSid } from '#lib/calls/test-calls.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { together } from '#lib/db/test-together.ts'
import { newSid } from '#lib/ids.ts'
import { adoptRecording } from './adopt-recording.ts'

test('reports of a new recording that come at once make one row of it', async () => {
  const business = await createTestBusiness()
  const callSid = newCallSid()
  const callId = await createEndedCall(business, callSid)
  const found = { accountSid: business.account.accountSid, callSid, recordingSid: newSid('RE') }
  const rows = await together(business.businessId, 4, (tx) => adoptRecording(tx, business.businessId, found, callId))
  expect(rows.map((row) => row?.recordingSid)).toEqual(Array(4).fill(found.recordingSid))
  expect(new Set(rows.map((row) => row?.id)).size).toBe(1)
})
