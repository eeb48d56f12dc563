import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { controlConversation } from '#lib/assistants/control-conversation.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { type CarrierStream, loud, quiet, until } from './test-carrier-stream.ts'
import { createTalk, type FarTalk, type Talk, TestSidecar } from './test-sidecar.ts'

/** A few seconds' worth here; `npm run fuzz` says how many more. */
const CALLS = Number(process.env.FUZZ_CALLS ?? 25)
const FRAMES = Number(process.env.FUZZ_FRAMES ?? 10_000)
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
const AT_ONCE = 5

let sidecar: TestSidecar
let business: TestBusiness
beforeAll(async () => {
  sidecar = await new TestSidecar().start()
  business = await createTestBusiness()
})
afterAll(() => sidecar.stop())

const frameEvent = fc.constantFrom(
  'connected',
  'start',
  'media',
  'mark',
  'dtmf',
  'stop',
  'clear',
  'weather',
  '__proto__',
)
const field = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.constant({}),
  fc.constant(['inbound']),
  fc.constantFrom(quiet(), 'AAAA', '!', 'inbound', '5'),
)
const frame = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record(
        {
          event: fc.oneof(frameEvent, field),
          sequenceNumber: field,
          streamSid: field,
          media: fc.record({ track: field, payload: field }, { requiredKeys: [] }),
          start: fc.dictionary(
            fc.constantFrom('accountSid', 'callSid', 'streamSid', 'tracks', 'customParameters'),
            field,
          ),
          mark: fc.record({ name: field }),
          dtmf: fc.record({ digit: field }),
        },
        { requiredKeys: ['event'] },
      )
      .map((value) => JSON.stringify(value)),
  },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
)

test(`whatever frames come, the process lives, and no stream outlives them (M3) (FUZZ_SEED=${SEED})`, {
  timeout: 600_000,
}, async () => {
  const talk = await createTalk(business)
  const frames = fc.sample(frame, { numRuns: FRAMES, seed: SEED })
  let stream = await sidecar.connect(talk).opened()
  for (const [at, one] of frames.entries()) {
    if (stream.closedWith !== undefined || stream.socket.readyState !== stream.socket.OPEN) {
      stream =
        at % 3 === 0 ? (await sidecar.carry(await createTalk(business))).stream : await sidecar.connect(talk).opened()
    }
    stream.raw(one)
    if (at % 50 === 0) await new Promise((go) => setImmediate(go))
  }
  stream.socket.terminate()
  await until(() => sidecar.media.size === 0)
  expect(sidecar.talks.every(({ closedBecause }) => closedBecause !== undefined)).toBe(true)
})

test('after many calls that end in every way nothing is left: no stream, socket, session or live row (M14)', {
  timeout: 600_000,
}, async () => {
  await oneCall(0)
  await until(() => sidecar.media.size === 0)
  const before = sidecar.talks.length
  for (let at = 0; at < CALLS; at += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, each) => oneCall(at + each)))
  }
  await until(() => sidecar.media.size === 0)
  const talks = sidecar.talks.slice(before)
  expect(talks).toHaveLength(Math.ceil(CALLS / AT_ONCE) * AT_ONCE)
  expect(talks.every(({ closedBecause }) => closedBecause !== undefined)).toBe(true)
  await vi.waitUntil(async () => (await sidecar.connections()) === 0, { timeout: 20_000 })
  const carried = await withBusiness(business.businessId, (tx) =>
    tx.assistantConversation.count({ where: { OR: [{ streamSid: { not: null } }, { state: 'live' }] } }),
  )
  expect(carried).toBe(0)
})

const ENDS: ((call: { stream: CarrierStream; far: FarTalk; talk: Talk }) => unknown)[] = [
  ({ stream }) => stream.numbered('stop', { stop: {} }),
  ({ stream }) => stream.socket.terminate(),
  ({ stream }) => stream.raw('['),
  ({ far }) => far.tell.ended({ cause: 'failed', code: 1006, reason: 'gone in mid-word' }),
  ({ stream }) => (stream.numbered('stop', { stop: {} }), stream.numbered('stop', { stop: {} })),
  ({ talk }) =>
    withBusiness(talk.businessId, (tx) => controlConversation(tx, talk.businessId, talk.conversationId, 'end')),
]

/** A call with some talk in it that ends in one of all the ways. */
async function oneCall(at: number): Promise<void> {
  const talk = await createTalk(business)
  const { stream, talk: far } = await sidecar.carry(talk)
  stream.media(loud())
  far.tell.agentText('Good morning, how can I help?', at)
  far.tell.audio(loud(2_000), at)
  if (at % 2) far.tell.interruption(at)
  await ENDS[at % ENDS.length]!({ stream, far, talk })
  await stream.closed()
}
