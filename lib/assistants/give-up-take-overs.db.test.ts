import { expect, test } from 'vitest'
import { newCallSid } from '#lib/calls/test-calls.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { isWaitedFor } from '#lib/db/test-together.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { giveUpIn } from './give-up-take-overs.ts'
import { joinTakenOver } from './take-over.ts'

test('nobody is given up who comes while it is looked for them', async () => {
  const { businessId, account, line, users } = await createTestBusiness()
  const { userId, carrierIdentity } = users.agent
  const inside = <T>(run: (tx: Tx) => Promise<T>) => withBusiness(businessId, run)
  const [id, callId] = [newId(), newId()]
  await inside(async (tx) => {
    const call = { origin: 'inbound', direction: 'inbound', status: 'in-progress', phoneNumber: line.number }
    await tx.call.create({ data: { businessId, id: callId, ...call, startedAt: new Date() } })
    const talk = { state: 'human', prompt: '', firstMessage: '', callSid: newCallSid(), streamSid: newSid('MZ') }
    await tx.assistantConversation.create({ data: { businessId, id, callId, ...talk } })
  })
  const { looked } = await inside(async (tx) => {
    const delivery = { tx, businessId, accountSid: account.accountSid, address: '127.0.0.1', raw: {} }
    const arrival = { conversation: { id, callId }, userId, callSid: newCallSid(), from: `client:${carrierIdentity}` }
    await joinTakenOver(delivery, arrival)
    const looked = giveUpIn(businessId, new Date(Date.now() + 60_000))
    await Promise.race([looked, isWaitedFor(tx)])
    return { looked }
  })
  await looked
  const where = { businessId_id: { businessId, id } }
  expect(await inside((tx) => tx.assistantConversation.findUniqueOrThrow({ where }))).toMatchObject({ state: 'human' })
})
