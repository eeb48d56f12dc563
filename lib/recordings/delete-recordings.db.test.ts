import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Caller } from '#lib/auth/principal.ts'
import { callerOf, createEndedCall } from '#lib/calls/test-calls.ts'
import { UpdateRecord, updateRecord } from '#lib/calls/update-record.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { connectAs, inContext, outcomeOf } from '#lib/db/test-connection.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newSid } from '#lib/ids.ts'
import { receive } from '#lib/storage/incoming.ts'
import { wavSound } from './audio/test-sounds.ts'
import { deleteRecordingFile } from './delete-recording-file.ts'
import { deleteCallRecording } from './delete-recordings.ts'
import { expireOf } from './expire-recordings.ts'
import { AskRemovals, removals } from './removals.ts'
import { putRetention } from './retention.ts'
import { uploadRecording } from './upload-recording.ts'

const DAY_MS = 24 * 3_600_000
let dataDir: string
let business: TestBusiness
let admin: Caller
let callId: string

/** Settings are read at the first use, which comes after this. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-delete-'))
  process.env.DATA_DIR = dataDir
})
afterAll(() => rm(dataDir, { recursive: true }))
beforeEach(async () => {
  business = await createTestBusiness()
  admin = callerOf(business, business.users.admin)
  callId = await recordedCall()
})

async function recordedCall(seconds = 1): Promise<string> {
  const id = await createEndedCall(business)
  const fields = { id, call_sid: newSid('CA'), account_sid: newSid('AC') }
  const body = (async function* () {
    yield wavSound(seconds)
  })()
  await receive(body, 1e6, (file) => uploadRecording(admin, fields, file))
  return id
}

const inBusiness = <T>(work: Parameters<typeof withBusiness<T>>[1]) => withBusiness(business.businessId, work)
const proofs = () => inBusiness((tx) => tx.recordingProof.findMany({ orderBy: { at: 'asc' } }))
const recording = (id = callId) => inBusiness((tx) => tx.recording.findFirstOrThrow({ where: { callId: id } }))
const hold = (legal_hold: boolean) => updateRecord(admin, UpdateRecord.parse({ id: callId, legal_hold }))
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)

/** Runs the jobs that wait to delete files, as the worker would. */
async function runJobs(): Promise<void> {
  const jobs = await connectAs('JOBS_DATABASE_URL')
  const { rows } = await jobs.query<{ payload: { payload: Parameters<typeof deleteRecordingFile>[1] } }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'delete-recording-file' and j.payload->>'businessId' = $1`,
    [business.businessId],
  )
  await jobs.end()
  for (const { payload } of rows) await deleteRecordingFile(business.businessId, payload.payload)
}

const filesLeft = async () =>
  (await readdir(dataDir, { recursive: true })).filter(
    (path) => path.includes(business.businessId) && path.endsWith('.wav'),
  )

test('a deletion leaves no sound, and a proof of what it was', async () => {
  const { id, sha256, bytes } = await recording()
  expect(await deleteCallRecording(admin, { id: callId, reason: 'the customer asked' })).toMatchObject({
    data: { deleted: 1 },
  })
  await runJobs()
  expect(await filesLeft()).toEqual([])
  expect(await recording()).toMatchObject({ status: 'absent', path: null, peaks: [] })
  const actor = `user:${business.users.admin.userId}`
  expect(await proofs()).toMatchObject([
    { recordingId: id, callId, action: 'deleted', reason: 'the customer asked', actor, sha256, bytes },
  ])
  expect(await inBusiness((tx) => tx.call.findFirst({ where: { id: callId } }))).toMatchObject({ hasRecording: false })
  await expect(deleteCallRecording(admin, { id: callId })).rejects.toMatchObject({ code: 'not_found' })
})

test('only those who manage what is kept delete', async () => {
  for (const role of ['agent', 'supervisor'] as const) {
    const caller = callerOf(business, business.users[role])
    await expect(deleteCallRecording(caller, { id: callId })).rejects.toMatchObject({ code: 'forbidden' })
  }
  expect(await filesLeft()).toHaveLength(1)
})

test('nothing of a held call is deleted, by anybody, until it is released', async () => {
  await hold(true)
  await putRetention(admin, { retention_days: 1 })
  await expect(deleteCallRecording(admin, { id: callId })).rejects.toMatchObject({ code: 'call_is_held' })
  expect(await expireOf(business.businessId, inDays(400))).toBe(0)
  expect(await recording()).toMatchObject({ status: 'stored' })
  await hold(true)
  await hold(false)
  expect(await expireOf(business.businessId, inDays(400))).toBe(1)
  expect((await proofs()).map(({ action }) => action)).toEqual(['held', 'released', 'deleted'])
})

test('a hold that comes while a deletion runs wins or comes too late, never both', async () => {
  for (let times = 0; times < 5; times++) {
    callId = await recordedCall(times + 2)
    const [, deletion] = await Promise.allSettled([hold(true), deleteCallRecording(admin, { id: callId })])
    const { status } = await recording()
    expect(status).toBe(deletion.status === 'fulfilled' ? 'absent' : 'stored')
  }
})

test('recordings are kept for as many days as the business wants, and no longer', async () => {
  const other = await recordedCall()
  expect(await expireOf(business.businessId, inDays(10_000))).toBe(0)
  await putRetention(admin, { retention_days: 30 })
  expect(await expireOf(business.businessId, inDays(29))).toBe(0)
  expect(await expireOf(business.businessId, inDays(31))).toBe(2)
  expect(await expireOf(business.businessId, inDays(31))).toBe(0)
  await runJobs()
  expect(await filesLeft()).toEqual([])
  expect(await recording(other)).toMatchObject({ status: 'absent' })
  expect(await proofs()).toMatchObject(Array(2).fill({ reason: 'kept for 30 days', actor: 'job:expire-recordings' }))
})

test('admins see what is kept, what is held, what a shorter time would remove, and the proofs', async () => {
  const old = await recordedCall(2)
  const storedAt = new Date(Date.now() - 40 * DAY_MS)
  await inBusiness((tx) => tx.recording.updateMany({ where: { callId: { in: [old, callId] } }, data: { storedAt } }))
  await hold(true)
  const seen = async (query: object = {}) => (await removals(admin, AskRemovals.parse(query))).data
  expect(await seen()).toMatchObject({ retention_days: null, stored: 2, held: 1, due: 0 })
  expect(await seen({ retention_days: '41' })).toMatchObject({ retention_days: null, due: 0 })
  expect(await seen({ retention_days: '39' })).toMatchObject({ retention_days: null, due: 1 })
  await putRetention(admin, { retention_days: 39 })
  expect(await seen()).toMatchObject({ retention_days: 39, stored: 2, held: 1, due: 1 })

  await expireOf(business.businessId, new Date())
  const after = await seen()
  const { sha256, bytes } = (await proofs()).at(-1)!
  const held = { action: 'held', actor_name: 'Test admin', call_id: callId, sha256: null }
  const gone = { action: 'deleted', actor: 'job:expire-recordings', actor_name: null, call_id: old, sha256, bytes }
  expect(after).toMatchObject({ stored: 1, due: 0, proofs: [gone, held] })
  const agent = callerOf(business, business.users.agent)
  await expect(removals(agent, {})).rejects.toMatchObject({ code: 'forbidden' })
})

test('a proof is never changed or deleted', async () => {
  await deleteCallRecording(admin, { id: callId })
  const app = await connectAs('APP_DATABASE_URL')
  await inContext(app, business.businessId, async () => {
    expect(await outcomeOf(app, `update recording_proofs set reason = 'x'`)).toBe('42501')
    expect(await outcomeOf(app, 'delete from recording_proofs')).toBe('42501')
  })
  await app.end()
})
