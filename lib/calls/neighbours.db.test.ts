import { expect, test } from 'vitest'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { neighboursOf } from './neighbours.ts'

test('from the newest call to the oldest and back, also where several began at once', async () => {
  const { businessId, line } = await createTestBusiness()
  const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, second))
  const calls = [3, 2, 2, 1].map((second) => ({ id: newId(), startedAt: at(second) }))
  calls.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1))
  const ids = calls.map(({ id }) => id)
  await withBusiness(businessId, async (tx) => {
    for (const { id, startedAt } of calls.toReversed()) {
      const ended = { origin: 'inbound', direction: 'inbound', status: 'completed', phoneNumber: line.number }
      await tx.call.create({ data: { businessId, id, startedAt, ...ended } })
    }
    for (const [index, call] of calls.entries()) {
      expect(await neighboursOf(tx, call)).toEqual({
        newer_id: ids[index - 1] ?? null,
        older_id: ids[index + 1] ?? null,
      })
    }
  })
})
