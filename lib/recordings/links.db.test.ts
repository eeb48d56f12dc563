import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { callerOf, createEndedCall, keyCallerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { fileUrl } from '#lib/storage/file-link.ts'
import { receive } from '#lib/storage/incoming.ts'
import { TestBucket } from '#lib/storage/test-s3-server.ts'
import { wavSound } from './audio/test-sounds.ts'
import { getCallRecording } from './call-recording.ts'
import { deleteRecordingFile } from './delete-recording-file.ts'
import { deleteCallRecording } from './delete-recordings.ts'
import { uploadRecording } from './upload-recording.ts'

type Get = typeof import('../../app/api/files/recordings/[id]/route.ts').GET
const SOUND = wavSound(2)
const bucket = new TestBucket()
let dataDir: string
let openLink: Get
let listen: typeof import('../../app/api/recordings/[id]/audio/route.ts').GET
let business: TestBusiness
let callId: string

/** Settings are read at the first use, which comes after this. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-links-'))
  Object.assign(process.env, { DATA_DIR: dataDir, ...(await bucket.start()) })
  openLink = (await import('../../app/api/files/recordings/[id]/route.ts')).GET
  listen = (await import('../../app/api/recordings/[id]/audio/route.ts')).GET
})
afterAll(async () => {
  bucket.stop()
  await rm(dataDir, { recursive: true })
})
beforeEach(async () => {
  business = await createTestBusiness()
  callId = await createEndedCall(business)
  const fields = { id: callId, call_sid: newSid('CA'), account_sid: newSid('AC') }
  const body = (async function* () {
    yield SOUND
  })()
  await receive(body, 1e6, (file) => uploadRecording(keyCallerOf(business), fields, file))
})

const agent = () => callerOf(business, business.users.agent)
const inBusiness = <T>(work: Parameters<typeof withBusiness<T>>[1]) => withBusiness(business.businessId, work)
const recording = () => inBusiness((tx) => tx.recording.findFirstOrThrow({ where: { callId } }))
const linkOf = async () => (await getCallRecording(agent(), { id: callId })).data.recording_url!

function follow(link: string) {
  const id = new URL(link).pathname.split('/').at(-1)!
  return openLink(new NextRequest(link, { headers: { 'x-forwarded-for': '203.0.113.9' } }), {
    params: Promise.resolve({ id }),
  })
}

test('a recording in a bucket is kept there, and nothing of it here', async () => {
  const { path } = await recording()
  expect([...bucket.objects.keys()]).toContain(`recordings/${path}`)
  expect((await readdir(dataDir, { recursive: true })).filter((name) => /\.(wav|part)$/.test(name))).toEqual([])
})

test('a link leads to the bucket’s own link, once for everybody who has it, and says whose it was', async () => {
  const response = await follow(await linkOf())
  expect([response.status, response.headers.get('cache-control')]).toEqual([302, 'private, no-store'])
  const there = await fetch(response.headers.get('location')!)
  expect(Buffer.from(await there.arrayBuffer()).equals(SOUND)).toBe(true)
  expect(there.headers.get('content-type')).toBe('audio/wav')
  const entries = await inBusiness((tx) => tx.auditEntry.findMany({ where: { action: 'recording.download' } }))
  expect(entries).toMatchObject([{ actor: `user:${business.users.agent.userId}`, address: '203.0.113.9' }])
})

test('members listen through us, a part at a time', async () => {
  const { id } = await recording()
  const headers = { authorization: `Bearer ${business.apiKey.key}`, range: 'bytes=0-43' }
  const request = new NextRequest(`http://localhost:3000/api/recordings/${id}/audio`, { headers })
  const response = await listen(request, { params: Promise.resolve({ id }) })
  expect([response.status, response.headers.get('content-range')]).toEqual([206, `bytes 0-43/${SOUND.length}`])
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(Buffer.from(await response.arrayBuffer()).equals(SOUND.subarray(0, 44))).toBe(true)
})

const changed = (name: string, value: string | null) => (link: string) => {
  const url = new URL(link)
  if (value === null) url.searchParams.delete(name)
  else url.searchParams.set(name, value)
  return url.href
}

test.each<[string, (link: string) => string]>([
  ['another file', (link) => link.replace(/[0-9a-f-]{36}\?/, `${newId()}?`)],
  ['another business', changed('business', newId())],
  ['another person', changed('for', `user:${newId()}`)],
  ['another time', changed('expires', '99999999999')],
  ['no signature', changed('signature', null)],
  ['an empty signature', changed('signature', '')],
  ['somebody’s own signature', changed('signature', Buffer.alloc(32).toString('base64url'))],
  ['a time that is none', changed('expires', '1e99')],
])('a link with %s opens nothing', async (_, change) => {
  expect((await follow(change(await linkOf()))).status).toBe(403)
})

test('a link is over after five minutes, and with its recording', async () => {
  const { id } = await recording()
  const { principal } = agent()
  expect((await follow(fileUrl('recordings', id, principal, Date.now() - 299_000))).status).toBe(302)
  expect((await follow(fileUrl('recordings', id, principal, Date.now() - 302_000))).status).toBe(403)
  const other = await createTestBusiness()
  const foreign = fileUrl('recordings', id, callerOf(other, other.users.owner).principal)
  expect((await follow(foreign)).status).toBe(404)
  expect((await follow(fileUrl('exports', id, principal))).status).toBe(403)

  const link = await linkOf()
  const { path } = await recording()
  await deleteCallRecording(callerOf(business, business.users.admin), { id: callId })
  expect((await follow(link)).status).toBe(404)
  await deleteRecordingFile(business.businessId, { path, recordingSid: null })
  expect(bucket.objects.has(`recordings/${path}`)).toBe(false)
})
