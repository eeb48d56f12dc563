import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { createTestRows } from '#lib/db/test-rows.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { type Door, doorsOf, knock } from '#lib/http/test-doors.ts'
import { HOSTILE, hostileText, hostileValue } from '#lib/http/test-hostile.ts'
import { newSid } from '#lib/ids.ts'
import { ListCalls } from './list-calls.ts'

let business: TestBusiness
let id: string
let doors: Door[]
beforeAll(async () => {
  business = await createTestBusiness()
  id = await createTestRows(business)
  doors = await doorsOf('api/calls')
})

async function ask(name: string, { query, body }: { query?: string; body?: object }) {
  const headers = { authorization: `Bearer ${business.apiKey.key}` }
  const door = doors.find((each) => each.name === name)!
  const response = await knock(door, { headers, params: { id }, query, ...(body && { body: JSON.stringify(body) }) })
  const { code, field } = (await response.json()) as { code?: string; field?: string }
  return { status: response.status, code, field }
}

/** How much there is of everything that a request of this API can write. */
const written = () =>
  withBusiness(
    business.businessId,
    (tx) =>
      tx.$queryRaw<
        unknown[]
      >`select (select count(*) from calls) as calls, (select sum(extract(epoch from updated_at)) from calls) as changes,
      (select count(*) from audit_entries) as deeds, (select count(*) from transcripts) as transcripts,
      (select count(*) from domain_events) as events`,
  )

/** A value is either taken, or refused by the name of its field and with nothing written. */
async function takenOrNamed(
  answer: { status: number; code?: string | undefined; field?: string | undefined },
  field: string,
  before: unknown,
) {
  expect([200, 201, 404, 409, 422]).toContain(answer.status)
  if (answer.status !== 422) return
  expect([answer.code, answer.field?.split('.')[0]]).toEqual(['invalid_input', field])
  expect(await written()).toEqual(before)
}

describe.each(Object.keys(ListCalls.shape))('the parameter %s', (field) => {
  test('is taken or named, whatever is sent', async () => {
    const before = await written()
    await fc.assert(
      fc.asyncProperty(hostileText, async (value) => {
        const query = `?${new URLSearchParams({ [field]: value })}`
        await takenOrNamed(await ask('GET /api/calls', { query }), field, before)
      }),
      { numRuns: 25, examples: HOSTILE.map((value) => [value]) },
    )
    expect(await written()).toEqual(before)
  })
})

const VALID = () => ({
  ...{ phone_number: '+442079460111', caller_phone: '+442079460958', caller_name: 'Jane', customer_id: null },
  ...{ twilio_call_sid: newSid('CA'), twilio_account_sid: newSid('AC'), direction: 'inbound', status: 'completed' },
  ...{ started_at: '2024-01-15T10:00:00Z', ended_at: '2024-01-15T10:05:30Z', duration: 330, outcome: 'completed' },
  quality: { jitter: 1, network_info: { network_type: 'wifi' } },
  transcript: { segments: [], duration: 1 },
  metadata: { tags: ['x'], notes: 'x', campaign: 'x', source: 'x', custom: { x: 1 }, transcription_status: 'x' },
})
const FIELDS = Object.keys(VALID())
const FIXED = /^(phone|caller_p|twilio|dir|started)/
const WRITES: [name: string, field: string][] = [
  ...FIELDS.map((field): [string, string] => ['POST /api/calls', field]),
  ...[...FIELDS, 'legal_hold']
    .filter((field) => !FIXED.test(field))
    .map((field): [string, string] => ['PUT /api/calls/[id]', field]),
]

describe.each(WRITES)('%s: the field %s', (name: string, field: string) => {
  test('is taken or named, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(hostileValue, async (value) => {
        const before = await written()
        const body = name.startsWith('POST') ? { ...VALID(), [field]: value } : { [field]: value }
        await takenOrNamed(await ask(name, { body }), field, before)
      }),
      { numRuns: 12, examples: HOSTILE.slice(0, 4).map((value): [unknown] => [value]) },
    )
  })
})

describe.each(['quality', 'transcript', 'metadata'])('inside %s', (field) => {
  test('every part is taken or named, whatever is sent', async () => {
    const shape = fc.record(
      Object.fromEntries(
        [
          'jitter',
          'mos_score',
          'codec',
          'network_info',
          'segments',
          'language',
          'tags',
          'notes',
          'custom',
          'source',
        ].map((part) => [part, hostileValue] as const),
      ),
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(shape, async (value) => {
        const before = await written()
        await takenOrNamed(await ask('PUT /api/calls/[id]', { body: { [field]: value } }), field, before)
      }),
      { numRuns: 30 },
    )
  })
})

test('a body that is no object of JSON is refused as such', async () => {
  const headers = { authorization: `Bearer ${business.apiKey.key}` }
  const door = doors.find((each) => each.name === 'POST /api/calls')!
  for (const body of ['', '[]', 'null', '"x"', '{', '{"a":1}}', `${'['.repeat(20_000)}`, '{"direction":"inbound",}']) {
    const response = await knock(door, { headers, body })
    expect([400, 422], body.slice(0, 20)).toContain(response.status)
    expect(await response.json()).toMatchObject({ success: false, code: expect.stringMatching(/^invalid_/) })
  }
})
