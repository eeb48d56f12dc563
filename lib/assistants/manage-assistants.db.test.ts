import { expect, test } from 'vitest'
import { callerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { changeAssistant, createAssistant, NewAssistant } from './manage-assistants.ts'

test('two admins exchange the lines of two assistants at once, and the last word holds', async () => {
  const business = await createTestBusiness()
  const { businessId, account, line, users } = business
  const caller = callerOf(business, users.admin)
  const lines = [line.number, '+442079460112']
  await withBusiness(businessId, (tx) =>
    tx.phoneNumber.create({
      data: {
        businessId,
        id: newId(),
        number: lines[1]!,
        label: 'Two',
        numberSid: newSid('PN'),
        carrierAccountId: account.id,
      },
    }),
  )
  const wanted = [0, 1].map((at) => NewAssistant.parse({ name: `Robin ${at}`, lines: [lines[at]] }))
  const ids: string[] = []
  for (const each of wanted) ids.push((await createAssistant(caller, each)).id)
  // After an even number of rounds each has its own again.
  for (let round = 1; round <= 6; round++) {
    await Promise.all(
      ids.map((id, at) => changeAssistant(caller, { ...wanted[at]!, id, lines: [lines[(at + round) % 2]!] })),
    )
  }
  const rows = await withBusiness(businessId, (tx) => tx.phoneNumber.findMany())
  expect(new Map(rows.map(({ number, assistantId }) => [number, assistantId]))).toEqual(
    new Map(lines.map((number, at) => [number, ids[at]])),
  )
})
