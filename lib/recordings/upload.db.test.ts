import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEndedCall, newCallSid } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { expectAsDescribed } from '#lib/http/test-doors.ts'
import { flacSound, mp3Sound, oggSound, wavSound, webmSound } from './audio/test-sounds.ts'

type Methods = typeof import('../../app/api/calls/[id]/recording/route.ts')
type Files = typeof import('../../app/api/files/recordings/[id]/route.ts')

let dataDir: string
let scanner: string
let methods: Methods
let files: Files
let business: TestBusiness
let callId: string
let callSid: string

/** The folder and the scanner are settings: they stand before the settings are read. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'offhook-upload-'))
  scanner = join(dataDir, 'scanner.sh')
  await writeFile(scanner, `#!/bin/sh\ngrep -q EICAR "$2" && exit 1\ngrep -q BREAK "$2" && exit 2\nexit 0\n`)
  await chmod(scanner, 0o700)
  Object.assign(process.env, { DATA_DIR: dataDir, SCAN_COMMAND: `${scanner} --quiet` })
  methods = await import('../../app/api/calls/[id]/recording/route.ts')
  files = await import('../../app/api/files/recordings/[id]/route.ts')
})
afterAll(() => rm(dataDir, { recursive: true }))
beforeEach(async () => {
  business = await createTestBusiness()
  callSid = newCallSid()
  callId = await createEndedCall(business, callSid)
})

interface Answer {
  success: boolean
  code?: string
  field?: string
  data: {
    recording_url: string
    recording_path: string
    file_metadata: object
    has_recording: boolean
    duration: number
    uploaded_at: string
    deleted: number
  }
}

const params = () => ({ params: Promise.resolve({ id: callId }) })
const authorization = (of = business) => ({ authorization: `Bearer ${of.apiKey.key}` })
const address = () => `http://localhost:3000/api/calls/${callId}/recording`

async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  init: ConstructorParameters<typeof NextRequest>[1] = {},
  of = business,
) {
  const headers = { ...authorization(of), ...(init.headers as Record<string, string>) }
  const request = new NextRequest(address(), { ...init, method, headers })
  const response = await methods[method](request, params())
  await expectAsDescribed({ name: method, handle: methods[method] }, response)
  return { status: response.status, ...((await response.json()) as Answer) }
}

type Fields = Record<string, string>
const sids = (): Fields => ({ call_sid: callSid, account_sid: business.account.accountSid })

function formOf(file: Buffer | null, fields: Fields, name = 'call.wav', field = 'recording'): FormData {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.append(key, value)
  if (file) form.append(field, new File([new Uint8Array(file)], name, { type: 'audio/wav' }))
  return form
}

const upload = (file: Buffer | null, fields: Fields = sids(), name?: string) =>
  ask('POST', { body: formOf(file, fields, name) })

const inBusiness = <T>(work: Parameters<typeof withBusiness<T>>[1]) => withBusiness(business.businessId, work)
const rows = () => inBusiness((tx) => tx.recording.findMany({ where: { callId } }))

/** Every file there is of the business, and everything that is on its way. */
async function filesLeft(): Promise<string[]> {
  const all = await readdir(dataDir, { recursive: true, withFileTypes: true })
  return all
    .filter((entry) => entry.isFile() && entry.name !== 'scanner.sh')
    .map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
    .filter((path) => path.includes(business.businessId) || path.startsWith('incoming'))
}

test.each([
  ['wav', wavSound(2), { duration: 2, channels: 1, sample_rate: 8000, bit_rate: 128_000 }],
  ['mp3', mp3Sound(), { duration: 1.045, channels: 2, sample_rate: 44_100, bit_rate: 128_000 }],
  ['ogg', oggSound(), { duration: 2, channels: 1, sample_rate: 48_000 }],
  ['webm', webmSound(), { duration: 1, channels: 1, sample_rate: 48_000 }],
  ['flac', flacSound(), { duration: 1.024, channels: 1, sample_rate: 8000 }],
])('takes %s by its content and tells what is in it', async (format, file, metadata) => {
  const fields = { ...sids(), duration: '330', channels: '2', sample_rate: '8000', audio_format: 'text/html' }
  const { status, success, data } = await upload(file, fields, '../../etc/passwd%00.html')
  expect({ status, success }).toEqual({ status: 200, success: true })
  const { recording_path: path, file_metadata, recording_url } = data
  expect(path).toMatch(new RegExp(`^${business.businessId}/calls/call_${callId}_\\d+\\.${format}$`))
  expect(file_metadata).toMatchObject(metadata)
  expect(await filesLeft()).toEqual([`recordings/${path}`])
  expect((await readFile(join(dataDir, 'recordings', path))).equals(file)).toBe(true)
  const sha256 = createHash('sha256').update(file).digest('hex')
  expect(await rows()).toMatchObject([
    { status: 'stored', source: 'upload', format, bytes: file.length, sha256, callSid },
  ])
  const opened = await open(recording_url)
  expect(opened.status).toBe(200)
  expect(Buffer.from(await opened.arrayBuffer()).equals(file)).toBe(true)
})

const open = (url: string, headers: Record<string, string> = {}) => {
  const id = new URL(url).pathname.split('/').at(-1)!
  return files.GET(new NextRequest(url, { headers }), { params: Promise.resolve({ id }) })
}

test('the call says it has a recording, and so does its address', async () => {
  expect((await ask('GET')).data).toMatchObject({ has_recording: false, recording_url: null, duration: null })
  await upload(wavSound(3))
  const { data } = await ask('GET')
  expect(data).toMatchObject({ has_recording: true, duration: 3, uploaded_at: expect.stringMatching(/^\d{4}-.*Z$/) })
  expect((await open(data.recording_url)).status).toBe(200)
  expect(await inBusiness((tx) => tx.call.findFirst({ where: { id: callId } }))).toMatchObject({ hasRecording: true })
  const deeds = await inBusiness((tx) =>
    tx.auditEntry.findMany({ where: { subjectType: 'recording' }, orderBy: { at: 'asc' } }),
  )
  const actor = `key:${business.apiKey.id}`
  expect(deeds).toMatchObject([
    { actor, action: 'recording.upload' },
    { actor, action: 'recording.download' },
  ])
})

test('the same file again is the same recording, another is one more', async () => {
  const first = await upload(wavSound(1))
  expect((await upload(wavSound(1))).data.recording_path).toBe(first.data.recording_path)
  await Promise.all([upload(wavSound(2)), upload(wavSound(3))])
  expect(await rows()).toHaveLength(3)
  expect(await filesLeft()).toHaveLength(3)
})

test.each<[string, () => Parameters<typeof upload>, number, string, string?]>([
  ['no file', () => [null], 422, 'invalid_input', 'recording'],
  ['an empty file', () => [Buffer.alloc(0)], 422, 'invalid_input', 'recording'],
  ['a page called call.wav', () => [Buffer.from('<script>alert(1)</script>')], 415, 'wrong_content_type', 'recording'],
  ['a WAV cut short', () => [wavSound().subarray(0, 900)], 422, 'invalid_input', 'recording'],
  ['an MP3 cut short', () => [mp3Sound().subarray(0, 900)], 422, 'invalid_input', 'recording'],
  ['an infected file', () => [wavWith('EICAR')], 422, 'file_infected', 'recording'],
  ['a file that no scanner can read', () => [wavWith('BREAK')], 503, 'not_ready'],
  ['no CallSid', () => [wavSound(), { account_sid: business.account.accountSid }], 422, 'invalid_input', 'call_sid'],
  [
    'a CallSid of another call',
    () => [wavSound(), { ...sids(), call_sid: newCallSid() }],
    422,
    'invalid_input',
    'call_sid',
  ],
  [
    'another account',
    () => [wavSound(), { ...sids(), account_sid: `AC${'0'.repeat(32)}` }],
    422,
    'invalid_input',
    'account_sid',
  ],
  ['a duration that is none', () => [wavSound(), { ...sids(), duration: '-1' }], 422, 'invalid_input', 'duration'],
  ['seven channels', () => [wavSound(), { ...sids(), channels: '7' }], 422, 'invalid_input', 'channels'],
  [
    'a field of 10 kB',
    () => [wavSound(), { ...sids(), duration: '1'.repeat(10_000) }],
    422,
    'invalid_input',
    'duration',
  ],
])('%s is refused and leaves nothing behind', async (_, request, status, code, field) => {
  expect(await upload(...request())).toMatchObject({ success: false, status, code, ...(field && { field }) })
  expect(await filesLeft()).toEqual([])
  expect(await rows()).toEqual([])
})

function wavWith(text: string): Buffer {
  const file = wavSound()
  file.write(text, 1000)
  return file
}

const BOUNDARY = 'xYzZY'
const part = (head: string, body: string | Buffer) =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ])
const send = (body: Buffer | ReadableStream, headers: Record<string, string> = {}) => {
  const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
  return ask('POST', { body, headers: { ...type, ...headers }, duplex: 'half' } as RequestInit & {
    signal?: AbortSignal
  })
}
const file = () => part('name="recording"; filename="a.wav"', wavSound())
const ids = () => Object.entries(sids()).map(([name, value]) => part(`name="${name}"`, value))
const end = Buffer.from(`--${BOUNDARY}--\r\n`)

test('fields may come before the file or after it', async () => {
  expect(await send(Buffer.concat([file(), ...ids(), end]))).toMatchObject({ status: 200 })
})

test.each<[string, () => Buffer, Record<string, string>, number, string]>([
  [
    'a form that ends within its file',
    () => Buffer.concat([...ids(), file().subarray(0, 3000)]),
    {},
    400,
    'invalid_form',
  ],
  ['a form without its end', () => Buffer.concat([...ids(), file()]), {}, 400, 'invalid_form'],
  ['a form of nothing', () => Buffer.alloc(0), {}, 400, 'invalid_form'],
  ['noise', () => Buffer.from('not a form at all'), {}, 400, 'invalid_form'],
  ['two files', () => Buffer.concat([...ids(), file(), file(), end]), {}, 400, 'invalid_form'],
  ['a field given twice', () => Buffer.concat([...ids(), ...ids(), file(), end]), {}, 400, 'invalid_form'],
  [
    'a file under another name',
    () => Buffer.concat([...ids(), part('name="x"; filename="a"', 'x'), end]),
    {},
    400,
    'invalid_form',
  ],
  [
    'a hundred fields',
    () => Buffer.concat([...Array.from({ length: 100 }, (_, i) => part(`name="f${i}"`, 'x')), file(), end]),
    {},
    400,
    'invalid_form',
  ],
  [
    'a file as a field',
    () => Buffer.concat([...ids(), part('name="recording"', 'RIFF'), end]),
    {},
    422,
    'invalid_input',
  ],
  ['__proto__ as a field', () => Buffer.concat([part('name="__proto__"', 'x'), file(), end]), {}, 422, 'invalid_input'],
  ['a form without a boundary', () => file(), { 'content-type': 'multipart/form-data' }, 400, 'invalid_form'],
  [
    'a name with a NUL',
    () => Buffer.concat([...ids(), part('name="recording"; filename="a\0.wav"', wavSound()), end]),
    {},
    400,
    'invalid_form',
  ],
  ['JSON', () => Buffer.from('{}'), { 'content-type': 'application/json' }, 415, 'wrong_content_type'],
  ['a length of 200 MB', () => file(), { 'content-length': '200000000' }, 413, 'body_too_large'],
])('%s is refused and leaves nothing behind', async (_, body, headers, status, code) => {
  expect(await send(body(), headers)).toMatchObject({ success: false, status, code })
  expect(await filesLeft()).toEqual([])
  expect(await rows()).toEqual([])
})

/** A form whose file is so long, as fast as it is taken, and never in memory. */
function longForm(bytes: number): ReadableStream<Uint8Array> {
  const chunk = Buffer.alloc(1024 * 1024)
  const head = wavSound().subarray(0, 44)
  head.writeUInt32LE(Math.min(bytes - 44, 0xffffffff), 40)
  const start = Buffer.concat([...ids(), part('name="recording"; filename="a.wav"', head).subarray(0, -2)])
  let sent = 44
  return new ReadableStream({
    start: (controller) => controller.enqueue(start),
    pull(controller) {
      const next = chunk.subarray(0, Math.min(chunk.length, bytes - sent))
      sent += next.length
      if (next.length > 0) return controller.enqueue(next)
      controller.enqueue(Buffer.concat([Buffer.from('\r\n'), end]))
      controller.close()
    },
  })
}

test('100 MB are taken without being in memory, one byte more is refused, and so is a file without end', async () => {
  const most = 100 * 1024 * 1024
  const before = process.memoryUsage().rss
  expect(await send(longForm(most))).toMatchObject({ status: 200, data: { file_metadata: { duration: 6553.597 } } })
  expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024)
  for (const bytes of [most + 1, Number.MAX_SAFE_INTEGER]) {
    expect(await send(longForm(bytes))).toMatchObject({ status: 413, code: 'body_too_large', field: 'recording' })
  }
  expect(await rows()).toHaveLength(1)
  expect(await filesLeft()).toHaveLength(1)
}, 300_000)

test('a sender that goes away leaves nothing behind', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.concat([...ids(), file().subarray(0, 2000)])),
    pull: (controller) => controller.error(new Error('the connection is gone')),
  })
  expect(await send(body)).toMatchObject({ status: 400, code: 'invalid_form' })
  expect(await filesLeft()).toEqual([])
})

test('nobody sends to, reads or deletes a recording of another business', async () => {
  await upload(wavSound())
  const other = await createTestBusiness()
  const form = { body: formOf(wavSound(2), sids()) }
  expect(await ask('POST', form, other)).toMatchObject({ status: 404, code: 'not_found' })
  expect(await ask('GET', {}, other)).toMatchObject({ status: 404, code: 'not_found' })
  expect(await ask('DELETE', {}, other)).toMatchObject({ status: 404, code: 'not_found' })
  expect(await rows()).toHaveLength(1)
})

test('a record without SIDs takes any', async () => {
  callId = await createEndedCall(business)
  const fields = { call_sid: newCallSid(), account_sid: `AG${'1'.repeat(32)}` }
  expect(await upload(wavSound(), fields)).toMatchObject({ status: 200 })
})
