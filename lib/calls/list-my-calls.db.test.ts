import { expect, test } from 'vitest'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { listMyCalls } from './list-my-calls.ts'
import { callerOf } from './test-calls.ts'

const HOUR_MS = 3_600_000
/** Just now: so far in the future that no machine is too slow for it. */
const NOW = -HOUR_MS

test('an agent has the calls that they are in, ring for or were in until just now, newest first', async () => {
  const business = await createTestBusiness()
  const { businessId, line, users } = business
  const [me, other] = [users.agent.userId, users.admin.userId]
  const now = Date.now()
  const told = { businessId, origin: 'inbound', direction: 'inbound', status: 'in-progress', phoneNumber: line.number }
  const ended = (msAgo: number) => ({ status: 'completed', endedAt: new Date(now - msAgo) })
  const calls = {
    placed: { userId: me },
    ringing: { rings: [other, me] },
    justOver: { userId: me, ...ended(NOW) },
    justMissed: { rings: [me], ...ended(NOW) },
    longOver: { userId: me, ...ended(HOUR_MS) },
    longMissed: { rings: [me], ...ended(HOUR_MS) },
    others: { userId: other, rings: [other] },
    nobodys: {},
  }
  const ids = new Map<string, string>()
  await withBusiness(businessId, async (tx) => {
    for (const [nth, [name, { rings = [], ...call }]] of Object.entries<Wanted>(calls).entries()) {
      const id = newId()
      ids.set(id, name)
      const startedAt = new Date(now - 2 * HOUR_MS - nth * 1000)
      await tx.call.create({ data: { ...told, id, startedAt, ...call } })
      const leg = { businessId, callId: id, accountSid: 'AC', role: 'agent', status: 'ringing', startedAt }
      const legs = rings.map((userId) => ({ ...leg, id: newId(), callSid: newId(), userId }))
      await tx.callLeg.createMany({ data: legs })
    }
  })
  const mine = await listMyCalls(callerOf(business, users.agent))
  expect(mine.calls.map(({ id }) => ids.get(id))).toEqual(['placed', 'ringing', 'justOver', 'justMissed'])
})

interface Wanted {
  userId?: string
  /** Whose phones ring. */
  rings?: string[]
  status?: string
  endedAt?: Date
}
