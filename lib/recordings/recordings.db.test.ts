import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBusiness } from '#lib/db/test-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { StubCarrier } from './test-carrier-recordings.ts'

const SOUND = { dropNext: false, missing: false, seconds: 2, cut: 0, channels: 2 }
const stub = new StubCarrier()
let dataDir: string
let business: TestBusiness
let tools: typeof import('#lib/calls/test-calls.ts')
let verbs: typeof import('#lib/calls/record-events.ts') &
  typeof import('#lib/calls/place-call.ts') &
  typeof import('./start-recording.ts') &
  typeof import('./change-recording.ts') &
  typeof import('./fetch-recording.ts') &
  typeof import('./compare-recordings.ts') &
  typeof import('./recording-audio.ts') &
  typeof import('./record-recording.ts')
let withBusiness: typeof import('#lib/db/with-business.ts').withBusiness

/** The carrier and the folder are settings: they stand before the settings are read. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-recordings-'))
  process.env.DATA_DIR = dataDir
  process.env.TWILIO_API_URL = await stub.start()
  verbs = {
    ...(await import('#lib/calls/record-events.ts')),
    ...(await import('#lib/calls/place-call.ts')),
    ...(await import('./start-recording.ts')),
    ...(await import('./change-recording.ts')),
    ...(await import('./fetch-recording.ts')),
    ...(await import('./compare-recordings.ts')),
    ...(await import('./recording-audio.ts')),
    ...(await import('./record-recording.ts')),
  }
  tools = await import('#lib/calls/test-calls.ts')
  withBusiness = (await import('#lib/db/with-business.ts')).withBusiness
})
afterAll(async () => {
  stub.stop()
  await rm(dataDir, { recursive: true })
})
beforeEach(async () => {
  Object.assign(stub, SOUND)
  stub.recordings.length = 0
  stub.asked.length = 0
  business = await (await import('#lib/db/test-business.ts')).createTestBusiness()
  await inBusiness((tx) => tx.business.update({ where: { id: business.businessId }, data: { recordCalls: true } }))
})

type Work<T> = (tx: import('#lib/db/with-business.ts').Tx) => Promise<T>
const inBusiness = <T>(work: Work<T>) => withBusiness(business.businessId, work)
const agent = () => tools.callerOf(business, business.users.agent)

/** A call whose callee answered. */
async function answeredCall() {
  const { callId } = await verbs.placeCall(agent(), { to: '+442079460958' })
  const callSid = tools.newCallSid()
  const { userId } = business.users.agent
  await inBusiness((tx) =>
    verbs.recordEvents(tx, business.businessId, callId, [
      tools.reportOf(business, tools.newCallSid(), { role: 'agent', userId, status: 'in-progress' }),
      tools.reportOf(business, callSid, { role: 'outside', status: 'in-progress' }),
    ]),
  )
  return { callId, callSid }
}

async function recordedCall() {
  const call = await answeredCall()
  await verbs.startRecording(business.businessId, call)
  return call
}

const rowsOf = (callId: string) => inBusiness((tx) => tx.recording.findMany({ where: { callId } }))
const rowOf = async (callId: string) => (await rowsOf(callId))[0]!
const jobs = async () => {
  const { connectAs } = await import('#lib/db/test-connection.ts')
  const client = await connectAs('JOBS_DATABASE_URL')
  const { rows } = await client.query<{ task: string }>(
    `select t.identifier as task from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.payload->>'businessId' = $1 and t.identifier like '%recording%' order by 1`,
    [business.businessId],
  )
  await client.end()
  return rows.map(({ task }) => task)
}

/** The carrier's report, as the guard hands it on. */
const report = (
  recordingId: string,
  callSid: string,
  status: 'in-progress' | 'completed' | 'absent',
  sid: string,
  duration?: number,
) =>
  inBusiness((tx) => {
    const { businessId, account } = business
    const form = {
      ...{ recordingId, AccountSid: account.accountSid, CallSid: callSid, RecordingSid: sid },
      ...{ RecordingStatus: status, RecordingDuration: duration },
    }
    return verbs.recordRecording(
      { tx, businessId, accountSid: account.accountSid, address: '127.0.0.1', raw: {} },
      form,
    )
  })

async function storedCall() {
  const call = await recordedCall()
  const { sid } = stub.of(call.callSid)
  stub.of(call.callSid).status = 'completed'
  const { id } = await rowOf(call.callId)
  await report(id, call.callSid, 'completed', sid, 2)
  await verbs.fetchRecording(business.businessId, { recordingId: id })
  return { ...call, id }
}

test('the answer asks for one recording, however often it is told, and only where calls are recorded', async () => {
  const { callId } = await recordedCall()
  expect(await jobs()).toEqual(['start-recording'])
  await verbs.startRecording(business.businessId, { callId })
  expect(stub.asked).toEqual(['POST Calls/CA/Recordings.json'])
  expect(await rowsOf(callId)).toMatchObject([{ status: 'in-progress', recordingSid: stub.recordings[0]!.sid }])

  await inBusiness((tx) => tx.business.update({ where: { id: business.businessId }, data: { recordCalls: false } }))
  expect(await rowsOf((await recordedCall()).callId)).toEqual([])
})

test('a lost reply to the start is looked for, not asked for twice', async () => {
  const call = await answeredCall()
  stub.dropNext = true
  await expect(verbs.startRecording(business.businessId, call)).rejects.toMatchObject({ kind: 'unknown' })
  expect(await rowOf(call.callId)).toMatchObject({ status: 'starting', recordingSid: null })
  await verbs.startRecording(business.businessId, call)
  expect(await rowOf(call.callId)).toMatchObject({ status: 'in-progress', recordingSid: stub.of(call.callSid).sid })
  expect(stub.recordings).toHaveLength(1)
})

test('a pause and its end are what the carrier confirmed, and stand in the ledger', async () => {
  const { callId, callSid } = await recordedCall()
  expect(await verbs.pauseRecording(agent(), { id: callId })).toEqual({ status: 'paused' })
  expect(stub.of(callSid).status).toBe('paused')
  expect(await verbs.pauseRecording(agent(), { id: callId })).toEqual({ status: 'paused' })
  expect(await verbs.resumeRecording(agent(), { id: callId })).toEqual({ status: 'in-progress' })
  expect(await rowOf(callId)).toMatchObject({
    status: 'in-progress',
    pauses: [{ from: expect.any(String), to: expect.any(String) }],
  })
  const events = await inBusiness((tx) =>
    tx.callEvent.findMany({ where: { callId, type: { startsWith: 'recording-' } }, orderBy: { id: 'asc' } }),
  )
  expect(events.map(({ type }) => type)).toEqual(['recording-started', 'recording-paused', 'recording-resumed'])
  expect(stub.asked.filter((line) => line.includes('Recordings/RE'))).toHaveLength(2)
})

test('a lost reply to a pause is unknown for all to see, until it is repeated by SID', async () => {
  const { callId, callSid } = await recordedCall()
  stub.dropNext = true
  expect(await verbs.pauseRecording(agent(), { id: callId })).toEqual({ status: 'unknown' })
  const { id } = await rowOf(callId)
  expect(await rowOf(callId)).toMatchObject({ status: 'unknown', wanted: 'paused', pauses: [] })
  expect(await jobs()).toContain('confirm-recording')
  const { listMyCalls } = await import('#lib/calls/list-my-calls.ts')
  expect((await listMyCalls(agent())).calls[0]).toMatchObject({ recording: { status: 'unknown', wanted: 'paused' } })

  await verbs.confirmRecording(business.businessId, { recordingId: id })
  expect(await rowOf(callId)).toMatchObject({ status: 'paused', wanted: null, pauses: [{ from: expect.any(String) }] })
  expect(stub.of(callSid).status).toBe('paused')
})

test('who is not in the call does not change its recording', async () => {
  const { callId } = await recordedCall()
  const supervisor = tools.callerOf(business, business.users.supervisor)
  await expect(verbs.pauseRecording(supervisor, { id: callId })).rejects.toMatchObject({ code: 'not_found' })
  expect(await rowOf(callId)).toMatchObject({ status: 'in-progress' })
})

test('a finished recording is fetched in two channels, checked, hashed and kept as one file', async () => {
  const { callId, callSid } = await recordedCall()
  const { id } = await rowOf(callId)
  const { sid } = stub.of(callSid)
  stub.of(callSid).status = 'completed'
  for (let times = 0; times < 3; times++) await report(id, callSid, 'completed', sid, 2)
  expect(await rowOf(callId)).toMatchObject({ status: 'processing' })
  expect((await jobs()).filter((task) => task === 'fetch-recording')).toHaveLength(1)
  await verbs.fetchRecording(business.businessId, { recordingId: id })
  await verbs.fetchRecording(business.businessId, { recordingId: id })
  await report(id, callSid, 'completed', sid, 2)

  const folder = join(dataDir, 'recordings', business.businessId)
  expect(await readdir(folder)).toEqual([`${id}.wav`])
  const file = await readFile(join(folder, `${id}.wav`))
  const row = await rowOf(callId)
  expect(row).toMatchObject({ status: 'stored', channels: 2, durationMs: 2000, bytes: file.length })
  expect(row.sha256).toBe(createHash('sha256').update(file).digest('hex'))
  expect((row.peaks as number[][]).map((lane) => lane[0])).toEqual([52, 35])
  expect(stub.asked.filter((line) => line.endsWith('.wav'))).toHaveLength(1)
})

test('a recording that is stored in one channel is fetched in one', async () => {
  stub.channels = 1
  const { callId } = await storedCall()
  expect(await rowOf(callId)).toMatchObject({ status: 'stored', channels: 1 })
})

test('a report before the start was answered, one of another leg, and one of a call without sound', async () => {
  const early = await answeredCall()
  stub.dropNext = true
  await expect(verbs.startRecording(business.businessId, early)).rejects.toThrow()
  const { id } = await rowOf(early.callId)
  await report(id, tools.newCallSid(), 'completed', newSid('RE'))
  expect(await rowOf(early.callId)).toMatchObject({ status: 'starting', recordingSid: null })
  await report(id, early.callSid, 'in-progress', stub.of(early.callSid).sid)
  expect(await rowOf(early.callId)).toMatchObject({ status: 'in-progress', recordingSid: stub.of(early.callSid).sid })
  await report(id, early.callSid, 'absent', stub.of(early.callSid).sid)
  expect(await rowOf(early.callId)).toMatchObject({ status: 'absent' })
  await report(id, early.callSid, 'in-progress', stub.of(early.callSid).sid)
  expect(await rowOf(early.callId)).toMatchObject({ status: 'absent' })
})

test.each([
  ['not there yet', { missing: true }],
  ['cut short', { cut: 100 }],
  ['of another length than was said', { seconds: 9 }],
])('a file that is %s is not kept, and is asked for again', async (_, fault) => {
  const { callId, callSid } = await recordedCall()
  const { id } = await rowOf(callId)
  stub.of(callSid).status = 'completed'
  await report(id, callSid, 'completed', stub.of(callSid).sid, 2)
  Object.assign(stub, fault)
  await expect(verbs.fetchRecording(business.businessId, { recordingId: id })).rejects.toThrow()
  expect(await rowOf(callId)).toMatchObject({ status: 'processing', sha256: null })
  expect(await readdir(join(dataDir, 'recordings', business.businessId)).catch(() => [])).toEqual([])

  Object.assign(stub, SOUND)
  await verbs.fetchRecording(business.businessId, { recordingId: id })
  expect(await rowOf(callId)).toMatchObject({ status: 'stored' })
})

test('what no report told of is found by comparing: an open one, one of our legs, none of anybody else', async () => {
  const open = await recordedCall()
  stub.of(open.callSid).status = 'completed'
  const unknown = await answeredCall()
  stub.recordings.push({ sid: newSid('RE'), callSid: unknown.callSid, status: 'completed' })
  stub.recordings.push({ sid: newSid('RE'), callSid: tools.newCallSid(), status: 'completed' })
  const live = await recordedCall()
  stub.of(live.callSid).status = 'processing'

  expect(await verbs.compareBusiness(business.businessId, new Date())).toBe(2)
  for (const { callId } of [open, unknown]) {
    await verbs.fetchRecording(business.businessId, { recordingId: (await rowOf(callId)).id })
    expect(await rowsOf(callId)).toMatchObject([{ status: 'stored' }])
  }
  expect(await rowOf(live.callId)).toMatchObject({ status: 'in-progress' })
  expect(await verbs.compareBusiness(business.businessId, new Date())).toBe(0)
})

test('comparing looks into the accounts of users too, each with its own token, and past one that is closed', async () => {
  const { CredentialFile, importCredentials } = await import('#lib/assistants/import-credentials.ts')
  const bringAccount = async (email: string) => {
    const twilioSid = newSid('AC')
    const voice = {
      ...{ elevenLabsAgentId: 'agent_own', elevenLabsApiKey: 'xi-own', twilioApiKey: 'a-token-of-their-own' },
      ...{ twilioPhoneNumber: '+12025550143', twilioSid },
    }
    await importCredentials(business.businessId, CredentialFile.parse({ [email]: { onboarding: { voice } } }))
    return twilioSid
  }
  const [closed, own] = [await bringAccount(business.users.owner.email), await bringAccount(business.users.admin.email)]
  stub.closed.add(closed)
  const { callId } = await answeredCall()
  const callSid = tools.newCallSid()
  const leg = tools.reportOf(business, callSid, { role: 'outside', status: 'in-progress' })
  await inBusiness((tx) => verbs.recordEvents(tx, business.businessId, callId, [{ ...leg, accountSid: own }]))
  stub.recordings.push({ sid: newSid('RE'), accountSid: own, callSid, status: 'completed' })

  expect(await verbs.compareBusiness(business.businessId, new Date())).toBe(1)
  await verbs.fetchRecording(business.businessId, { recordingId: (await rowOf(callId)).id })
  expect(await rowsOf(callId)).toMatchObject([{ status: 'stored', accountSid: own }])
})

test('a recording first told of at its end began when the carrier says it did', async () => {
  const { callId, callSid } = await answeredCall()
  const { businessId, account } = business
  const form = {
    ...{ callId, AccountSid: account.accountSid, CallSid: callSid, RecordingSid: newSid('RE') },
    ...{ RecordingStatus: 'completed' as const, RecordingDuration: 2 },
    RecordingStartTime: 'Fri, 20 Nov 2026 09:00:07 +0000',
  }
  const delivery = { businessId, accountSid: account.accountSid, address: '127.0.0.1', raw: {} }
  await inBusiness((tx) => verbs.recordRecording({ tx, ...delivery }, form))
  expect(await rowOf(callId)).toMatchObject({ startedAt: new Date('2026-11-20T09:00:07Z') })
})

test('members of the business listen, which is written down once a while; others find nothing', async () => {
  const { id } = await storedCall()
  for (let times = 0; times < 3; times++) {
    const { path, bytes } = await verbs.recordingAudio(agent(), { id })
    expect((await readFile(join(dataDir, path))).length).toBe(bytes)
  }
  const heard = { action: 'recording.listen', subjectId: id }
  expect(await inBusiness((tx) => tx.auditEntry.count({ where: heard }))).toBe(1)

  const other = await (await import('#lib/db/test-business.ts')).createTestBusiness()
  const stranger = tools.callerOf(other, other.users.owner)
  await expect(verbs.recordingAudio(stranger, { id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(verbs.recordingAudio(agent(), { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
})

test('the call shows its recording with its lanes, and its ledger to owners and admins alone', async () => {
  const { getCall } = await import('#lib/calls/get-call.ts')
  const { listEvents } = await import('#lib/calls/list-events.ts')
  const { callId, id } = await storedCall()
  const { data } = await getCall(agent(), { id: callId })
  expect(data).toMatchObject({
    recording_url: expect.stringContaining(`/api/files/recordings/${id}?`),
    legs: [expect.objectContaining({ status: 'in-progress' }), expect.objectContaining({ status: 'in-progress' })],
    recordings: [{ id, status: 'stored', channels: 2, duration_ms: 2000 }],
  })
  await expect(listEvents(agent(), { id: callId })).rejects.toMatchObject({ code: 'forbidden' })
  const ledger = await listEvents(tools.callerOf(business, business.users.admin), { id: callId })
  expect(ledger.data.events.map(({ type }) => type)).toContain('recording-started')
})

test('a deleted recording is gone at the carrier too, and no comparison brings it back', async () => {
  const { deleteCallRecording } = await import('./delete-recordings.ts')
  const { deleteRecordingFile } = await import('./delete-recording-file.ts')
  const { callId, callSid, id } = await storedCall()
  const { path, recordingSid } = await rowOf(callId)
  await deleteCallRecording(tools.callerOf(business, business.users.admin), { id: callId })
  expect(await verbs.compareBusiness(business.businessId, new Date())).toBe(0)
  for (let times = 0; times < 2; times++) await deleteRecordingFile(business.businessId, { path, recordingSid })
  expect(stub.of(callSid)).toBeUndefined()
  expect(stub.asked.filter((line) => line.startsWith('DELETE'))).toEqual(Array(2).fill('DELETE Recordings/RE.json'))
  await verbs.fetchRecording(business.businessId, { recordingId: id })
  expect(await rowOf(callId)).toMatchObject({ status: 'absent' })
})
