import { expect, test } from 'vitest'
import { reconcileConversations } from '#lib/assistants/reconcile-conversations.ts'
import { pool } from '#lib/db/client.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { until } from './test-carrier-stream.ts'
import { createTalk, type Talk, TestSidecar } from './test-sidecar.ts'

const LONG_MS = 600_000
const LIMIT_MS = 500

test('a sidecar that is to end takes no new streams and lets the old ones end (M18)', async () => {
  const sidecar = await new TestSidecar().start()
  const talks = [await createTalk(), await createTalk()]
  const [first, second] = [await sidecar.carry(talks[0]!), await sidecar.carry(talks[1]!)]
  let isDrained = false
  const drained = sidecar.media.drain(LONG_MS).then(() => {
    isDrained = true
  })
  const late = sidecar.connect(talks[1]!)
  await until(() => late.refusedWith === 503)
  first.stream.numbered('stop', { stop: {} })
  await first.stream.closed()
  expect([isDrained, second.stream.closedWith]).toEqual([false, undefined])
  second.stream.numbered('stop', { stop: {} })
  await drained
  for (const talk of talks) expect(await talk.row()).toMatchObject({ state: 'ended', endedReason: 'call-over' })
  await sidecar.stop()
})

test('at its limit it cuts those that are left, whose conversations wait for another, and none before (M18)', async () => {
  const sidecar = await new TestSidecar().start()
  const talk = await createTalk()
  const { stream } = await sidecar.carry(talk)
  const askedAt = performance.now()
  await sidecar.media.drain(LIMIT_MS)
  // Timers may be early by less than a millisecond.
  expect(performance.now() - askedAt).toBeGreaterThan(LIMIT_MS - 2)
  expect(await stream.closed()).toBe(1000)
  expect(await talk.row()).toMatchObject({ state: 'waiting', streamSid: null })
  await sidecar.stop()
})

test('conversations whose sidecar died are ended; those of a living one, and those a person has, are not (M17)', {
  timeout: 120_000,
}, async () => {
  const dead = `sidecar-${newId()}`
  const alive = `sidecar-${newId()}`
  // Alive and dead for as long as the test takes.
  await pool().query(
    `insert into worker_heartbeats (worker_id, beat_at)
     values ($1, now() + interval '1 hour'), ($2, now() - interval '16 seconds')`,
    [alive, dead],
  )
  const business = await createTestBusiness()
  const talks: Talk[] = []
  for (let made = 0; made < 50; made++) talks.push(await createTalk(business))
  const set = (at: number, state: string, sidecarId: string) =>
    withBusiness(business.businessId, (tx) =>
      tx.assistantConversation.updateMany({
        where: { id: talks[at]!.conversationId },
        data: { state, sidecarId, streamSid: newSid('MZ') },
      }),
    )
  for (let at = 0; at < talks.length; at++) await set(at, at === 1 ? 'human' : 'live', at === 0 ? alive : dead)
  await reconcileConversations()
  const rows = []
  for (const talk of talks) rows.push(await talk.row())
  expect(rows[0]).toMatchObject({ state: 'live', sidecarId: alive })
  expect(rows[1]).toMatchObject({ state: 'human', streamSid: null })
  for (const row of rows.slice(2))
    expect(row).toMatchObject({ state: 'ended', endedReason: 'stream-lost', streamSid: null })
})
