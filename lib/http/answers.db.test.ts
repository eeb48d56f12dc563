import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { hashPassword } from '#lib/auth/password.ts'
import { sessionCookie } from '#lib/auth/session-cookie.ts'
import { createEndedCall } from '#lib/calls/test-calls.ts'
import { FakeCarrier } from '#lib/calls/test-carrier.ts'
import type { Role } from '#lib/db/across.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { createTestRows } from '#lib/db/test-rows.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { writeExport } from '#lib/exports/write-export.ts'
import { newSid } from '#lib/ids.ts'
import { wavSound } from '#lib/recordings/audio/test-sounds.ts'
import { answered, type Door, doorsOf, knock, lockOf } from './test-doors.ts'
import { queryOf, sampleOf } from './test-samples.ts'

/** The one cookie of the request under test; next/headers works inside Next only. */
const jar = vi.hoisted(() => ({ cookie: undefined as string | undefined }))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.cookie && name === sessionCookie().name ? { value: jar.cookie } : undefined),
  }),
}))

const PASSWORD = 'offhook offhook'
const carrier = new FakeCarrier()
let dataDir: string
let doors: Door[]
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-answers-'))
  process.env.DATA_DIR = dataDir
  await carrier.start()
  doors = await doorsOf()
})
afterAll(async () => {
  carrier.stop()
  await rm(dataDir, { recursive: true })
})

let business: TestBusiness
/** The call that the business's test rows hang on; the agent's, and queued. */
let id: string
beforeEach(async () => {
  business = await createTestBusiness({ passwordHash: await hashPassword(PASSWORD) })
  id = await createTestRows(business)
})

interface Asked {
  /** By a person of a role, or with the key when absent. */
  by?: Role
  bearer?: string
  params?: Record<string, string>
  query?: string
  body?: object | FormData
}

/** Asks a door and gives its answer, which must be a good one; that it is as described, knock() checks. */
async function ask(name: string, { by, bearer, params, query, body }: Asked = {}) {
  const door = doors.find((each) => each.name === name)!
  const ids = params ?? (door.path.includes('[') ? { id } : {})
  const session = by && { userId: business.users[by].userId, businessId: business.businessId, sessionVersion: 1 }
  jar.cookie = session && (await encode({ token: session, secret: env().NEXTAUTH_SECRET }))
  const headers: Record<string, string> = by ? {} : { authorization: `Bearer ${bearer ?? business.apiKey.key}` }
  const sent = body instanceof FormData ? body : body ? JSON.stringify(body) : sampleOf(name, { id })
  const response = await knock(door, {
    ...{ params: ids, headers, query: query ?? queryOf(name) },
    ...(door.method !== 'GET' && sent !== undefined && { body: sent }),
  })
  expect(response.ok, `${name}: ${response.ok ? '' : await response.clone().text()}`).toBe(true)
  return (response.headers.get('content-type')?.startsWith('application/json') ? await response.json() : {}) as {
    [field: string]: string
  } & { data: Record<string, string> }
}

const inBusiness = <T>(work: (tx: Tx) => Promise<T>) => withBusiness(business.businessId, work)
const idOf = (row: Promise<{ id: string }>) => row.then((found) => found.id)
const assistantId = () => idOf(inBusiness((tx) => tx.assistant.findFirstOrThrow()))
let last = 0
const newNumber = () => `+44207946${String(3000 + ++last)}`

test('what is read', async () => {
  for (const door of doors) {
    if (door.method !== 'GET' || door.path.includes('[') || lockOf(door.path) === 'single-use') continue
    await ask(door.name, { by: 'owner' })
  }
  for (const part of ['', '/comments', '/events', '/recording', '/transcript'])
    await ask(`GET /api/calls/[id]${part}`, { by: 'owner' })
  await ask('GET /api/calls', { query: '?search=good&sort_by=duration&limit=1' })
  await ask('GET /api/calls/[id]/transcript', { query: '?version=1' })
})

test('what is written of a call', async () => {
  await ask('POST /api/calls')
  await ask('PUT /api/calls/[id]')
  await ask('PUT /api/calls/[id]/transcript')
  await ask('POST /api/calls/marks')
  const comment = await ask('POST /api/calls/[id]/comments', { by: 'agent' })
  await ask('GET /api/calls/[id]/comments')
  await ask('DELETE /api/calls/[id]/comments/[commentId]', {
    by: 'agent',
    params: { id, commentId: comment.id! },
  })
  await ask('POST /api/calls/[id]/rebuild', { by: 'owner' })
  await ask('GET /api/calls/[id]')
})

test('recordings and what is kept of them', async () => {
  const callId = await createEndedCall(business)
  const form = new FormData()
  form.set('call_sid', newSid('CA'))
  form.set('account_sid', newSid('AC'))
  form.set('recording', new File([new Uint8Array(wavSound(1))], 'call.wav'))
  const params = { id: callId }
  await ask('POST /api/calls/[id]/recording', { params, body: form })
  const { data } = await ask('GET /api/calls/[id]/recording', { params })
  await ask('GET /api/calls/[id]', { params })
  const recordingId = await idOf(inBusiness((tx) => tx.recording.findFirstOrThrow({ where: { callId } })))
  await ask('GET /api/recordings/[id]/audio', { params: { id: recordingId } })
  const { search } = new URL(data.recording_url!)
  await ask('GET /api/files/recordings/[id]', { params: { id: recordingId }, query: search })
  await ask('PUT /api/recordings/retention', { by: 'owner' })
  await ask('GET /api/recordings/removals', { by: 'owner' })
  await ask('DELETE /api/calls/[id]/recording', { params })
  await ask('GET /api/recordings/removals', { by: 'owner' })
  await ask('DELETE /api/calls/[id]', { params })
})

test('exports, views, keys, rules and what is one’s own', async () => {
  const { data } = await ask('POST /api/exports')
  await writeExport(business.businessId, { exportId: data.id! })
  const ready = await ask('GET /api/exports/[id]', { params: { id: data.id! } })
  const { search } = new URL(ready.data.download_url!)
  await ask('GET /api/files/exports/[id]', { params: { id: data.id! }, query: search })
  const view = await ask('POST /api/saved-views', { by: 'agent' })
  await ask('DELETE /api/saved-views/[id]', { by: 'agent', params: { id: view.id! } })
  const key = await ask('POST /api/keys', { by: 'owner' })
  await ask('DELETE /api/keys/[id]', { by: 'owner', params: { id: key.id! } })
  await ask('GET /api/keys', { by: 'owner' })
  await ask('PUT /api/dialling-rules', { by: 'owner' })
  await ask('POST /api/caller-ids', { by: 'owner' })
  await ask('PUT /api/users/me/preferences', { by: 'agent', body: { language: 'es' } })
  await ask('POST /api/auth/token')
  for (const name of ['POST /api/live/tickets', 'POST /api/phone/token']) await ask(name, { by: 'agent' })
  const body = { currentPassword: PASSWORD, newPassword: `${PASSWORD} anew` }
  await ask('POST /api/users/me/password', { by: 'supervisor', body })
})

test('the phone of a person', async () => {
  const placed = await ask('POST /api/calls/attempts', { by: 'agent', body: { to: newNumber() } })
  const own = { userId: business.users.agent.userId }
  await inBusiness(
    (tx) => tx.$executeRaw`update call_legs set user_id = ${own.userId}::uuid where call_id = ${id}::uuid`,
  )
  const { callSid } = await inBusiness((tx) => tx.callLeg.findFirstOrThrow({ where: own }))
  const quality = { call_sid: callSid, minute: 0, samples: [[0, 4, 1, 0, 9]], warnings: ['high-jitter'] }
  await ask('POST /api/phone/quality', { by: 'agent', body: quality })
  await ask('GET /api/calls/[id]')
  for (const [deed, status] of [
    ['pause', 'paused'],
    ['resume', 'in-progress'],
  ] as const) {
    await inBusiness((tx) => tx.recording.updateMany({ data: { status, recordingSid: newSid('RE') } }))
    await ask(`POST /api/calls/[id]/recording/${deed}`, { by: 'agent' })
  }
  await ask('GET /api/phone/calls', { by: 'agent' })
  await ask('POST /api/calls/[id]/hang-up', { by: 'agent' })
  await ask('POST /api/calls/[id]/decline', { by: 'agent', params: { id: placed.callId! } })
  await ask('GET /api/calls/[id]/events', { by: 'owner' })
})

test('assistants and their conversations', async () => {
  const params = { id: await assistantId() }
  await ask('POST /api/assistants', { by: 'owner' })
  await ask('PUT /api/assistants/[id]', { by: 'owner', params })
  await ask('POST /api/assistants/[id]/try', { by: 'agent', params })
  await ask('POST /api/assistants/[id]/calls', { params, body: { to: newNumber() } })
  await ask('GET /api/assistants/[id]/conversations', { params })
  const where = { callId: id }
  const conversation = { id: await idOf(inBusiness((tx) => tx.assistantConversation.findFirstOrThrow({ where }))) }
  const become = (state: string) =>
    inBusiness((tx) => tx.assistantConversation.updateMany({ where, data: { state, callSid: newSid('CA') } }))
  await ask('GET /api/conversations/[id]', { params: conversation })
  await ask('POST /api/conversations/[id]/listen', { by: 'agent', params: conversation })
  await become('live')
  await ask('POST /api/conversations/[id]/take-over', { by: 'agent', params: conversation })
  const { userId } = business.users.agent
  await inBusiness(
    (tx) =>
      tx.$executeRaw`update call_legs set user_id = ${userId}::uuid, answered_at = now(), ended_at = null where call_id = ${id}::uuid`,
  )
  await become('human')
  await ask('POST /api/conversations/[id]/hand-back', { by: 'agent', params: conversation })
  await ask('DELETE /api/assistants/[id]', { by: 'owner', params })
})

test('what programs do: calls, tokens, and the assistants’ API', async () => {
  const body = { to: newNumber(), from: business.line.number }
  const params = { callSid: (await ask('POST /api/voice/calls', { body })).callSid! }
  await ask('GET /api/voice/calls/[callSid]', { params })
  await ask('POST /api/voice/calls/[callSid]/hangup', { params })
  await ask('POST /api/voice/token', { body: { identity: business.users.agent.email } })
  const token = async () => (await ask('POST /generate-token', { body: { source: 'frontend' } })).token!
  const user_id = business.users.agent.email
  const { callSid } = await ask('POST /outbound-call', {
    bearer: await token(),
    body: { user_id, number: newNumber() },
  })
  const query = `?${new URLSearchParams({ callSid: callSid!, user_id })}`
  await ask('GET /call-status', { bearer: await token(), query })
  await ask('POST /end-call', { bearer: await token(), body: { callSid, user_id } })
  await ask('GET /server-is-running', { bearer: await token() })
})

test('every route but those that the carrier and the vendor call gave a good answer here, as it describes it', () => {
  const ours = doors.filter(({ path }) => !['signature', 'vendor'].includes(lockOf(path)) && !path.includes('nextauth'))
  const silent = ours.filter(({ name }) => !answered.has(name) && name !== 'POST /api/voice/fallback')
  expect(silent.map(({ name }) => name)).toEqual([])
})
