import { expect, test } from 'vitest'
import { reconcileConversations } from '#lib/assistants/reconcile-conversations.ts'
import { pool } from '#lib/db/client.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { beat } from '#lib/process/heartbeat.ts'
import { until } from './test-carrier-stream.ts'
import { createTalk, type Talk, TestSidecar } from './test-sidecar.ts'

test('a sidecar that is to end takes no new streams, lets the old ones end, and cuts none before its limit (M18)', async () => {
  const sidecar = await new TestSidecar().start()
  const ending = await createTalk()
  const staying = await createTalk()
  const first = await sidecar.carry(ending)
  const second = await sidecar.carry(staying)
  let isDrained = false
  const drained = sidecar.media.drain(1_500).then(() => {
    isDrained = true
  })
  const late = sidecar.connect(staying)
  await until(() => late.refusedWith === 503)
  first.stream.numbered('stop', { stop: {} })
  await first.stream.closed()
  expect(isDrained).toBe(false)
  expect(second.stream.closedWith).toBeUndefined()
  await drained
  expect(await second.stream.closed()).toBe(1000)
  expect(await ending.row()).toMatchObject({ state: 'ended', endedReason: 'call-over' })
  expect(await staying.row()).toMatchObject({ state: 'waiting', streamSid: null })
  await sidecar.stop()
})

test('conversations whose sidecar died are ended; those of a living one, and those a person has, are not (M17)', async () => {
  const dead = `sidecar-${newId()}`
  const alive = `sidecar-${newId()}`
  await beat(alive)
  await beat(dead)
  await pool().query(`update worker_heartbeats set beat_at = now() - interval '16 seconds' where worker_id = $1`, [
    dead,
  ])
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
