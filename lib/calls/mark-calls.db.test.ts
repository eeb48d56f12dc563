import { beforeEach, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { storeTranscript } from '#lib/transcripts/store-transcript.ts'
import { ListCalls, listCalls } from './list-calls.ts'
import { MarkCalls, markCalls } from './mark-calls.ts'
import { callerOf, createEndedCall, keyCallerOf } from './test-calls.ts'

let business: TestBusiness
let ids: string[]
beforeEach(async () => {
  business = await createTestBusiness()
  ids = [await createEndedCall(business), await createEndedCall(business)]
})

const supervisor = () => callerOf(business, business.users.supervisor)
const mark = (marks: object, by = supervisor()) => markCalls(by, MarkCalls.parse({ ids, ...marks }))
const list = async (filter: object) =>
  (await listCalls(supervisor(), ListCalls.parse(filter))).data.calls.map(({ id }) => id).sort()
const callRows = () => withBusiness(business.businessId, (tx) => tx.call.findMany({ orderBy: { id: 'asc' } }))

test('tags are added and taken away, and what was not said stays', async () => {
  await mark({ add_tags: ['urgent', 'boiler'], notes: 'Call back on Monday' })
  await mark({ remove_tags: ['urgent'], add_tags: ['boiler', 'done'] })
  for (const call of await callRows())
    expect(call).toMatchObject({ tags: ['boiler', 'done'], notes: 'Call back on Monday' })
  await mark({ notes: '  ' })
  expect((await callRows()).map(({ notes }) => notes)).toEqual([null, null])
})

test('a review says who and when, is found, and can be taken back', async () => {
  expect(await list({ reviewed: 'false' })).toEqual([...ids].sort())
  expect(await mark({ reviewed: true, disposition: 'Visit booked' })).toEqual({ marked: 2 })
  const { userId } = business.users.supervisor
  for (const call of await callRows()) expect(call).toMatchObject({ reviewedBy: userId, reviewedAt: expect.any(Date) })
  expect(await list({ reviewed: 'true', disposition: 'Visit booked', ids: ids[0] })).toEqual([ids[0]])
  await mark({ reviewed: false })
  expect(await list({ reviewed: 'true' })).toEqual([])
})

test('every marked call has its line in the audit log, and its pages are told', async () => {
  await mark({ reviewed: true })
  const rows = await withBusiness(business.businessId, async (tx) => ({
    audit: await tx.auditEntry.findMany({ where: { action: 'call.update' } }),
    events: await tx.domainEvent.findMany(),
  }))
  expect(rows.audit.map(({ subjectId }) => subjectId).sort()).toEqual([...ids].sort())
  expect(rows.audit[0]).toMatchObject({ details: { fields: 'reviewed', calls: 2 } })
  for (const callId of ids)
    expect(rows.events.map(({ payload }) => payload)).toContainEqual({ type: 'call.changed', callId })
})

test('calls that are gone are left out; a business marks no calls of another; a key reviews nothing', async () => {
  const other = await createTestBusiness()
  const theirs = await createEndedCall(other)
  expect(await mark({ ids: [...ids, theirs], add_tags: ['x'] })).toEqual({ marked: 2 })
  await expect(mark({ ids: [theirs], add_tags: ['x'] })).rejects.toMatchObject({ code: 'not_found' })
  await expect(mark({ reviewed: true }, keyCallerOf(business))).rejects.toMatchObject({ code: 'forbidden' })
  expect(MarkCalls.safeParse({ ids }).success).toBe(false)
})

test('a found call shows the words that were met in its notes and its transcript', async () => {
  const [noted, said] = ids as [string, string]
  await mark({ ids: [noted], notes: 'She says that the pressure is low, 100% sure' })
  const segments = [
    { speaker: 'caller', startMs: 0, endMs: 900, text: 'The pressure drops at night', confidence: null },
  ]
  await withBusiness(business.businessId, (tx) =>
    storeTranscript(tx, business.businessId, said, { source: 'api', segments }),
  )
  const { calls } = (await listCalls(supervisor(), ListCalls.parse({ search: 'pressure' }))).data
  const found = new Map(calls.map((call) => [call.id, 'found' in call && call.found]))
  expect(found.get(noted)).toMatchObject({ in: 'notes', text: expect.stringContaining('pressure is low') })
  expect(found.get(said)).toMatchObject({ in: 'transcript', text: expect.stringContaining('pressure drops') })
})
