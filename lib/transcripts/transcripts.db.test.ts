import { beforeEach, expect, test } from 'vitest'
import { callerOf, createEndedCall, keyCallerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { getTranscript, PutTranscript, putTranscript } from './call-transcript.ts'
import { storeTranscript } from './store-transcript.ts'

const SEEDS = {
  segments: [
    { speaker: 'customer', start_time: 0, end_time: 3.5, text: "I'm calling about my recent bill", confidence: 0.95 },
    { speaker: 'agent', start_time: 3.5, end_time: 7.2, text: 'What seems to be the issue?', confidence: 0.98 },
  ],
  ...{ duration: 330, language: 'en', provider: 'assembly-ai' },
}

let business: TestBusiness
let callId: string
beforeEach(async () => {
  business = await createTestBusiness()
  callId = await createEndedCall(business)
})

const put = (transcript: unknown, more: object = {}) =>
  putTranscript(keyCallerOf(business), PutTranscript.parse({ id: callId, transcript, ...more }))
const get = async (version?: number) =>
  (await getTranscript(callerOf(business, business.users.agent), { id: callId, version })).data
const inBusiness = <T>(work: Parameters<typeof withBusiness<T>>[1]) => withBusiness(business.businessId, work)
const callRow = () => inBusiness((tx) => tx.call.findFirstOrThrow({ where: { id: callId } }))

test('is stored as it was sent, the call says so, and who did it is written down', async () => {
  const answer = await put(SEEDS, { transcription_url: 'https://ai-provider.com/transcripts/1' })
  expect(answer).toMatchObject({ success: true, data: { call_id: callId, transcript: { version: 1, ...SEEDS } } })
  expect(await get()).toMatchObject({ versions: [1], transcript: { source: 'api', ...SEEDS } })
  expect((await callRow()).hasTranscript).toBe(true)
  const entry = await inBusiness((tx) => tx.auditEntry.findFirst({ where: { action: 'transcript.update' } }))
  expect(entry).toMatchObject({ actor: `key:${business.apiKey.id}`, details: { callId, version: 1 } })
})

test('versions are kept, the newest is the current one, also when ten come at once', async () => {
  await put(SEEDS)
  await Promise.all(Array.from({ length: 10 }, (_, index) => put({ ...SEEDS, duration: index })))
  const { versions, transcript } = await get()
  expect(versions).toEqual(Array.from({ length: 11 }, (_, index) => index + 1))
  expect(transcript?.version).toBe(11)
  expect((await get(1)).transcript).toMatchObject({ version: 1, duration: 330 })
  await expect(get(12)).rejects.toMatchObject({ code: 'not_found' })
  await put({ segments: [] })
  expect((await callRow()).hasTranscript).toBe(false)
})

test('an assistant’s own is stored beside those of programs', async () => {
  const segments = [{ speaker: 'assistant', startMs: 0, endMs: 900, text: 'Hello.', confidence: null }]
  await inBusiness((tx) => storeTranscript(tx, business.businessId, callId, { source: 'assistant', segments }))
  expect((await get()).transcript).toMatchObject({ source: 'assistant', segments: [{ text: 'Hello.', end_time: 0.9 }] })
})

test('control characters do not get in, tabs and lines do', async () => {
  await put({ segments: [{ speaker: 'a\0b', start_time: 0, end_time: 1, text: 'one\ttwo\nthree\0\u001b[2J\ud800.' }] })
  expect((await get()).transcript?.segments[0]).toMatchObject({ speaker: 'ab', text: 'one\ttwo\nthree[2J.' })
})

test('the largest text that can be sent is stored', async () => {
  const words = (from: number) => Array.from({ length: 4_000 }, (_, index) => (from + index).toString(36)).join(' ')
  const segments = Array.from({ length: 100 }, (_, index) => ({
    ...{ speaker: 'agent', start_time: index, end_time: index, text: words(index * 4_000).slice(0, 20_000) },
  }))
  expect((await put({ segments })).data.transcript?.segments).toHaveLength(100)
  const emoji = { ...segments[0]!, text: '\u{20000} '.repeat(6_000) }
  expect((await put({ segments: Array(100).fill(emoji) })).data.transcript?.segments).toHaveLength(100)
})

test.each([
  ['no transcript', {}, 'transcript'],
  ['no segments', { transcript: {} }, 'transcript.segments'],
  [
    'text that is none',
    { transcript: { segments: [{ ...SEEDS.segments[0], text: 7 }] } },
    'transcript.segments.0.text',
  ],
  ['an end before its start', segment({ start_time: 2, end_time: 1 }), 'transcript.segments.0.end_time'],
  ['a negative time', segment({ start_time: -1 }), 'transcript.segments.0.start_time'],
  ['a time without end', segment({ end_time: Number.POSITIVE_INFINITY }), 'transcript.segments.0.end_time'],
  ['too sure', segment({ confidence: 1.1 }), 'transcript.segments.0.confidence'],
  ['a link to a script', { transcript: SEEDS, transcription_url: 'javascript:alert(1)' }, 'transcription_url'],
])('%s is refused by its field', (_, body, field) => {
  const parsed = PutTranscript.safeParse({ id: newId(), ...body })
  expect(parsed.error?.issues[0]?.path.join('.')).toBe(field)
})

function segment(part: object) {
  return { transcript: { segments: [{ ...SEEDS.segments[0], ...part }] } }
}

test('a call of another business has no transcript to read or write', async () => {
  const other = await createTestBusiness()
  const input = PutTranscript.parse({ id: callId, transcript: SEEDS })
  await expect(putTranscript(keyCallerOf(other), input)).rejects.toMatchObject({ code: 'not_found' })
  await expect(getTranscript(keyCallerOf(other), { id: callId })).rejects.toMatchObject({ code: 'not_found' })
  expect((await get()).transcript).toBeNull()
})

test('its words are found by the index of its business', async () => {
  await put(SEEDS)
  await put({ segments: [{ ...SEEDS.segments[0], text: 'The boiler leaks' }] })
  const found = (word: string) =>
    inBusiness(
      (tx) => tx.$queryRaw<{ version: number }[]>`
        select version from transcripts where is_current and words @@ plainto_tsquery('simple', ${word})`,
    )
  expect(await found('BOILER leaks')).toEqual([{ version: 2 }])
  expect(await found('bill')).toEqual([])
})
