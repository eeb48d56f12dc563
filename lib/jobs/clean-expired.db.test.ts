import { expect, test } from 'vitest'
import { database } from '#lib/db/client.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { cleanExpired } from './clean-expired.ts'

const HOUR_MS = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms)

test('what has had its time goes, of every business; what has not stays', async () => {
  const [first, second] = [await createTestBusiness(), await createTestBusiness()]
  const [old, fresh] = [newId(), newId()]
  const token = { businessId: first.businessId, purpose: 'live', subject: {} }
  const window = { startsAt: ago(HOUR_MS), count: 1 }
  const delivery = { businessId: first.businessId, route: '/' }
  await database().singleUseToken.createMany({
    data: [
      { tokenHash: old, ...token, expiresAt: ago(1) },
      { tokenHash: fresh, ...token, expiresAt: ago(-HOUR_MS) },
    ],
  })
  await database().rateWindow.createMany({
    data: [
      { key: old, ...window, expiresAt: ago(1) },
      { key: fresh, ...window, expiresAt: ago(-HOUR_MS) },
    ],
  })
  await database().webhookDelivery.createMany({
    data: [
      { dedupeKey: old, ...delivery, receivedAt: ago(25 * HOUR_MS) },
      { dedupeKey: fresh, ...delivery, receivedAt: ago(23 * HOUR_MS) },
    ],
  })
  for (const { businessId } of [first, second]) {
    await withBusiness(businessId, (tx) =>
      tx.domainEvent.createMany({
        data: [8, 6].map((days) => ({ businessId, payload: { days }, createdAt: ago(days * 24 * HOUR_MS) })),
      }),
    )
  }

  await cleanExpired()

  expect(await database().singleUseToken.findMany({ where: { tokenHash: { in: [old, fresh] } } })).toMatchObject([
    { tokenHash: fresh },
  ])
  expect(await database().rateWindow.findMany({ where: { key: { in: [old, fresh] } } })).toMatchObject([{ key: fresh }])
  expect(await database().webhookDelivery.findMany({ where: { dedupeKey: { in: [old, fresh] } } })).toMatchObject([
    { dedupeKey: fresh },
  ])
  for (const { businessId } of [first, second]) {
    expect(await withBusiness(businessId, (tx) => tx.domainEvent.findMany())).toMatchObject([{ payload: { days: 6 } }])
  }
})
