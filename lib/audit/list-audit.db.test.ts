import { expect, test } from 'vitest'
import { callerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { ListAudit, listAudit } from './list-audit.ts'
import { writeAudit } from './write-audit.ts'

const list = (caller: Parameters<typeof listAudit>[0], filter: object = {}) =>
  listAudit(caller, ListAudit.parse(filter))

test('lists who listened to what, page by page, and another business sees none of it', async () => {
  const [business, other] = [await createTestBusiness(), await createTestBusiness()]
  const admin = callerOf(business, business.users.admin)
  const agent = callerOf(business, business.users.agent)
  await withBusiness(business.businessId, async (tx) => {
    for (let n = 0; n < 5; n++) {
      await writeAudit(tx, agent, { action: 'recording.listen', subjectType: 'recording', subjectId: `r${n}` })
    }
    await writeAudit(tx, admin, { action: 'key.create', subjectType: 'key', subjectId: 'k' })
  })
  const seen: (string | null)[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listAudit>> = await list(admin, {
      action: 'recording',
      limit: 2,
      ...(cursor && { cursor }),
    })
    seen.push(...page.entries.map(({ subjectId }) => subjectId))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen.sort()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4'])
  const [newest] = (await list(admin)).entries
  expect(newest).toMatchObject({ action: 'key.create', actorName: 'Test admin', subjectId: 'k' })
  const byAgent = await list(admin, { userId: business.users.agent.userId, subjectId: 'r3' })
  expect(byAgent.entries).toHaveLength(1)
  expect((await list(callerOf(other, other.users.admin))).entries).toEqual([])
})

test('is for admins, and a cursor that is none is said so', async () => {
  const business = await createTestBusiness()
  await expect(list(callerOf(business, business.users.supervisor))).rejects.toMatchObject({ code: 'forbidden' })
  const wrong = list(callerOf(business, business.users.admin), { cursor: 'x_y' })
  await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', field: 'cursor' })
})
