import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { connectAs } from '#lib/db/test-connection.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { enqueue } from './enqueue.ts'

let jobs: pg.Client
beforeAll(async () => {
  jobs = await connectAs('JOBS_DATABASE_URL')
})
afterAll(() => jobs.end())

const queued = async (businessId: string) => {
  const { rows } = await jobs.query<{ task: string; payload: unknown }>(
    `select t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.payload->>'businessId' = $1`,
    [businessId],
  )
  return rows
}
const parting = { callSid: 'CA00000000000000000000000000000001', how: 'end' } as const

test('a job is queued when its transaction commits, with its business beside its payload', async () => {
  const { businessId } = await createTestBusiness()
  await withBusiness(businessId, async (tx) => {
    await enqueue(tx, businessId, 'end-leg', parting)
    expect(await queued(businessId)).toEqual([])
  })
  expect(await queued(businessId)).toEqual([{ task: 'end-leg', payload: { businessId, payload: parting } }])
})

test('a transaction that is rolled back leaves no job', async () => {
  const { businessId } = await createTestBusiness()
  const undone = withBusiness(businessId, async (tx) => {
    await enqueue(tx, businessId, 'end-leg', parting)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await queued(businessId)).toEqual([])
})

test('a key names one waiting job, and one business does not replace the job of another', async () => {
  const [first, second] = [await createTestBusiness(), await createTestBusiness()]
  for (const { businessId } of [first, first, second]) {
    await withBusiness(businessId, (tx) => enqueue(tx, businessId, 'end-leg', parting, 'the same key'))
  }
  expect([(await queued(first.businessId)).length, (await queued(second.businessId)).length]).toEqual([1, 1])
})
