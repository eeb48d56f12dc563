import fc from 'fast-check'
import { encode } from 'next-auth/jwt'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { sessionCookie } from '#lib/auth/session-cookie.ts'
import { CallFilter } from '#lib/calls/call-filter.ts'
import { createEndedCall } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { createTestRows } from '#lib/db/test-rows.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { newSid } from '#lib/ids.ts'
import { wavSound } from '#lib/recordings/audio/test-sounds.ts'
import { type Door, doorsOf, knock } from './test-doors.ts'
import { HOSTILE, hostileText, hostileValue } from './test-hostile.ts'
import { queryOf, sampleOf } from './test-samples.ts'

/** The one cookie of the request under test; next/headers works inside Next only. */
const jar = vi.hoisted(() => ({ cookie: undefined as string | undefined }))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.cookie && name === sessionCookie().name ? { value: jar.cookie } : undefined),
  }),
}))

/** The calls API and what belongs to it. What dials has rules of its own; lists and records are in calls-fuzz.db.test.ts. */
const FOLDERS = ['api/calls', 'api/stats', 'api/exports', 'api/saved-views', 'api/recordings', 'api/audit']
const ELSEWHERE = ['POST /api/calls/attempts', 'GET /api/calls', 'POST /api/calls', 'PUT /api/calls/[id]']
const doors = (await Promise.all(FOLDERS.map((folder) => doorsOf(folder))))
  .flat()
  .filter(({ name, path }) => !path.includes('/webhook/') && !ELSEWHERE.includes(name))

/** Every field that a route says it reads, in the address and in the body. */
const FIELDS = doors.flatMap((door) => {
  const { shape } = door.handle.operation!.input as z.ZodObject
  return Object.keys(shape).map((field): [string, string, Door] => [door.name, field, door])
})

let business: TestBusiness
let id: string
/** Of a call whose recordings may be sent under any SIDs. */
let recordedId: string
beforeAll(async () => {
  business = await createTestBusiness()
  id = await createTestRows(business)
  recordedId = await createEndedCall(business)
  const token = { userId: business.users.owner.userId, businessId: business.businessId, sessionVersion: 1 }
  jar.cookie = await encode({ token, secret: env().NEXTAUTH_SECRET })
})

/** How much there is of everything that these requests can write. */
const written = () =>
  withBusiness(
    business.businessId,
    (tx) => tx.$queryRaw<unknown[]>`
      select (select count(*) from calls) as calls, (select sum(extract(epoch from updated_at)) from calls) as changes,
        (select count(*) from audit_entries) as deeds, (select count(*) from transcripts) as transcripts,
        (select count(*) from domain_events) as events, (select count(*) from exports) as exports,
        (select count(*) from call_comments) as comments, (select jsonb_agg(v) from saved_views v) as views,
        (select count(*) from recordings) as recordings, (select retention_days from businesses) as days`,
  )

const inPath = ({ path }: Door, field: string) => path.includes(`[${field}]`)
const isForm = ({ handle }: Door) => handle.operation!.body === 'file-form'
const isQuery = ({ method }: Door) => method === 'GET' || method === 'DELETE'

/** A good request of a door but for one value. */
async function ask(
  door: Door,
  field: string,
  value: unknown,
): Promise<{ status: number; code?: string; field?: string }> {
  const isElsewhere = inPath(door, field) || isQuery(door)
  const query = new URLSearchParams(queryOf(door.name))
  if (isQuery(door) && !inPath(door, field)) query.set(field, String(value))
  const sample = JSON.parse(sampleOf(door.name, { id }) ?? '{}') as object
  const body = isForm(door)
    ? formWith(field, value)
    : JSON.stringify({ ...sample, ...(!isElsewhere && { [field]: value }) })
  const params = {
    id: isForm(door) ? recordedId : id,
    commentId: id,
    ...(inPath(door, field) && { [field]: String(value) }),
  }
  const known = Object.entries(params).filter(([name]) => inPath(door, name))
  const response = await knock(door, {
    ...{ params: Object.fromEntries(known), query: `?${query}` },
    ...(!isQuery(door) && { body }),
  })
  if (!response.headers.get('content-type')?.startsWith('application/json')) {
    await response.body?.cancel()
    return { status: response.status }
  }
  const told = (await response.json()) as { code?: string; field?: string; error?: { code: string; field: string } }
  return { status: response.status, ...(typeof told.error === 'object' ? told.error : told) }
}

function formWith(field: string, value: unknown): FormData {
  const form = new FormData()
  const fields = { call_sid: newSid('CA'), account_sid: newSid('AC'), [field]: String(value) }
  for (const [name, text] of Object.entries(fields)) if (!['id', 'recording'].includes(name)) form.set(name, text)
  form.set('recording', field === 'recording' ? String(value) : new File([new Uint8Array(wavSound(1))], 'call.wav'))
  return form
}

/** What filters calls is read by one schema everywhere, and every hostile value of it is sent to the list. */
describe.each(FIELDS)('%s: %s', (_, field, door) => {
  test('is taken or named, whatever is sent', async () => {
    const mayWrite = door.method !== 'GET'
    let before = mayWrite && (await written())
    const isText = inPath(door, field) || isQuery(door) || isForm(door)
    await fc.assert(
      fc.asyncProperty<[unknown]>(isText ? hostileText : hostileValue, async (value) => {
        const answer = await ask(door, field, value)
        expect([200, 201, 202, 404, 409, 422], JSON.stringify(answer)).toContain(answer.status)
        if (answer.status !== 422) return void (before = mayWrite && (await written()))
        expect([answer.code, answer.field?.split('.')[0]]).toEqual(['invalid_input', field])
        if (mayWrite) expect(await written()).toEqual(before)
      }),
      field in CallFilter.shape
        ? { numRuns: 6 }
        : { numRuns: 20, examples: HOSTILE.map((value): [unknown] => [value]) },
    )
  })
})

test('every route of these has fields here, or has none', () => {
  const named = new Set(FIELDS.map(([name]) => name))
  const bare = doors.filter(({ name }) => !named.has(name)).map(({ name }) => name)
  expect(bare.sort()).toEqual([
    'GET /api/calls/choices',
    'GET /api/exports',
    'GET /api/recordings/retention',
    'GET /api/saved-views',
  ])
})
