import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Caller } from '#lib/auth/principal.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import { CreateRecord, createRecord } from './create-record.ts'
import { deleteCall } from './delete-call.ts'
import { ListCalls, listCalls } from './list-calls.ts'
import { recordEvents } from './record-events.ts'
import { callerOf, keyCallerOf, reportOf } from './test-calls.ts'
import { UpdateRecord, updateRecord } from './update-record.ts'

let business: TestBusiness
let admin: Caller
beforeAll(async () => {
  business = await createTestBusiness()
  admin = callerOf(business, business.users.admin)
})

const MINIMAL = {
  phone_number: '020 7946 0111',
  direction: 'inbound',
  status: 'completed',
  started_at: '2024-01-15T10:00:00Z',
}
const create = async (more: object = {}, caller = admin) =>
  (await createRecord(caller, CreateRecord.parse({ ...MINIMAL, ...more }))).data
const update = async (id: string, change: object, caller = admin) =>
  (await updateRecord(caller, UpdateRecord.parse({ id, ...change }))).data
const list = async (query: Record<string, string> = {}, caller = admin) =>
  (await listCalls(caller, ListCalls.parse(query))).data
const audited = (subjectId: string) =>
  withBusiness(business.businessId, (tx) => tx.auditEntry.findMany({ where: { subjectId }, orderBy: { at: 'asc' } }))

describe('a record', () => {
  test('says what follows from what was said', async () => {
    expect(await create({ duration: 90 })).toMatchObject({
      ...{ business_id: business.businessId, phone_number: '+442079460111', outcome: 'completed', duration: 90 },
      ...{ ended_at: new Date('2024-01-15T10:01:30Z'), recording_url: null, has_transcript: false },
    })
    expect(await create({ status: 'answered' })).toMatchObject({ status: 'in-progress', outcome: null, ended_at: null })
    expect(await create({ status: 'no-answer' })).toMatchObject({ outcome: 'missed', duration: 0 })
    expect(await create({ status: 'canceled', direction: 'outbound' })).toMatchObject({ outcome: 'canceled' })
  })

  test.each([
    ['phone_number', { phone_number: 'nobody' }],
    ['caller_phone', { caller_phone: '12' }],
    ['ended_at', { ended_at: '2024-01-15T09:00:00Z' }],
    ['outcome', { status: 'ringing', outcome: 'completed' }],
  ])('with a wrong %s is refused by its name and not written', async (field, wrong) => {
    const before = (await list()).pagination.total_count
    await expect(create(wrong)).rejects.toMatchObject({ code: 'invalid_input', field })
    expect((await list()).pagination.total_count).toBe(before)
  })

  test('of a CallSid that is known is refused, also when two come at once', async () => {
    const sid = { twilio_call_sid: newSid('CA') }
    const settled = await Promise.allSettled([create(sid), create(sid), create(sid)])
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(create(sid)).rejects.toMatchObject({ code: 'call_exists', field: 'twilio_call_sid' })
  })

  test('changes in what is said and keeps the rest', async () => {
    const { id } = await create({ status: 'ringing', metadata: { tags: ['a', 'b', 'a'], notes: 'one\u0000two' } })
    const changed = await update(id, {
      ...{ status: 'completed', duration: 360, metadata: { campaign: 'spring', transcription_status: 'completed' } },
      transcript: {
        segments: [{ speaker: 'customer', start_time: 0, end_time: 3.5, text: 'Hello', confidence: 0.95 }],
      },
    })
    expect(changed).toMatchObject({
      ...{ status: 'completed', outcome: 'completed', duration: 360, has_transcript: true },
      metadata: { tags: ['a', 'b'], notes: 'onetwo', campaign: 'spring', transcription_status: 'completed' },
      transcript: {
        segments: [{ speaker: 'customer', start_time: 0, end_time: 3.5, text: 'Hello', confidence: 0.95 }],
      },
    })
    expect((await update(id, { metadata: { notes: null } })).metadata).toMatchObject({ notes: null, tags: ['a', 'b'] })
    expect((await audited(id)).map(({ action, actor, address }) => [action, actor, address])).toEqual([
      ['call.create', `user:${business.users.admin.userId}`, '127.0.0.1'],
      ...Array.from({ length: 2 }, () => ['call.update', `user:${business.users.admin.userId}`, '127.0.0.1']),
    ])
  })
})

describe('a call of the carrier', () => {
  const carried = async () => {
    const callSid = newSid('CA')
    const { id } = await create({ status: 'ringing', direction: 'outbound', twilio_call_sid: callSid })
    const report = (status: 'in-progress' | 'completed', at: number) =>
      withBusiness(business.businessId, (tx) =>
        recordEvents(tx, business.businessId, id, [reportOf(business, callSid, { status }, at)]),
      )
    return { id, report }
  }

  test('goes on by the carrier’s word, over what its client said', async () => {
    const { id, report } = await carried()
    await report('in-progress', 1)
    await report('completed', 61)
    const [call] = (await list({ sort_by: 'created_at', limit: '1' })).calls
    expect(call).toMatchObject({ id, status: 'completed', outcome: 'completed', duration: 60 })
  })

  test.each([{ status: 'ringing' }, { outcome: 'missed' }, { duration: 1 }, { ended_at: '2024-01-15T10:00:00Z' }])(
    'is not moved by a client that says %o',
    async (change) => {
      const { id, report } = await carried()
      await report('in-progress', 1)
      await report('completed', 61)
      const field = Object.keys(change)[0]
      await expect(update(id, { ...change, metadata: { notes: 'x' } })).rejects.toMatchObject({
        code: 'carrier_decides',
        field,
      })
      expect(await update(id, { status: 'completed', duration: 60, metadata: { notes: 'y' } })).toMatchObject({
        metadata: { notes: 'y' },
      })
    },
  )
})

test('a call of our own is not moved by a client, also before its carrier said a word', async () => {
  const id = newId()
  const { businessId, line } = business
  const call = {
    origin: 'browser',
    direction: 'outbound',
    status: 'queued',
    phoneNumber: line.number,
    startedAt: new Date(),
  }
  await withBusiness(businessId, (tx) => tx.call.create({ data: { businessId, id, ...call } }))
  await expect(update(id, { status: 'completed' })).rejects.toMatchObject({ code: 'carrier_decides', field: 'status' })
  await expect(deleteCall(admin, { id })).rejects.toMatchObject({ code: 'call_not_over' })
})

describe('deletion', () => {
  test('takes a call with all that hangs on it and leaves its tombstone', async () => {
    const { id } = await create({ caller_name: 'Jane', metadata: { tags: ['x'] } })
    await deleteCall(admin, { id })
    await expect(update(id, {})).rejects.toMatchObject({ code: 'not_found' })
    const stone = (await audited(id)).at(-1)!
    expect(stone).toMatchObject({ action: 'call.delete', details: { direction: 'inbound', outcome: 'completed' } })
    expect(JSON.stringify(stone.details)).not.toMatch(/Jane|4420/)
  })

  test('is for admins, and not for a call under legal hold', async () => {
    const { id } = await create()
    const agent = callerOf(business, business.users.agent)
    await expect(deleteCall(agent, { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(update(id, { legal_hold: true }, agent)).rejects.toMatchObject({ code: 'forbidden' })
    await update(id, { legal_hold: true })
    await expect(deleteCall(admin, { id })).rejects.toMatchObject({ code: 'call_is_held' })
    await update(id, { legal_hold: false })
    await deleteCall(keyCallerOf(business), { id })
  })
})

describe('the list', () => {
  let other: TestBusiness
  let caller: Caller
  const ids: string[] = []
  const customer = newId()
  beforeAll(async () => {
    other = await createTestBusiness()
    caller = callerOf(other, other.users.agent)
    const rows: Partial<z.input<typeof CreateRecord>>[] = [
      { status: 'completed', duration: 60, caller_name: 'Jane Doe', customer_id: customer },
      { status: 'completed', duration: 60, caller_phone: '+14155550123', metadata: { tags: ['vip', 'new'] } },
      { status: 'busy', direction: 'outbound', metadata: { tags: ['vip'] } },
      { status: 'ringing', caller_name: '100%_\\ sure' },
      { status: 'answered' },
      { status: 'completed', duration: 600, outcome: 'voicemail' },
    ]
    for (const [index, row] of rows.entries()) {
      const started_at = new Date(Date.UTC(2024, 0, 15, 0, Math.floor(index / 2))).toISOString()
      ids.push((await create({ ...row, started_at }, callerOf(other, other.users.admin))).id)
    }
  })
  const found = async (query: Record<string, string>) =>
    (await list(query, caller)).calls.map(({ id }) => ids.indexOf(id)).sort()

  test.each<[Record<string, string>, number[]]>([
    [{}, [0, 1, 2, 3, 4, 5]],
    [{ customer_id: customer }, [0]],
    [{ direction: 'outbound' }, [2]],
    [{ status: 'answered' }, [4]],
    [{ status: 'in-progress' }, [4]],
    [{ outcome: 'voicemail' }, [5]],
    [{ twilio_call_sid: newSid('CA') }, []],
    [{ start_date: '2024-01-15T00:02:00Z' }, [4, 5]],
    [{ end_date: '2024-01-15T00:00:00Z' }, [0, 1]],
    [{ start_date: '2024-01-15', end_date: '2024-01-15' }, [0, 1, 2, 3, 4, 5]],
    [{ end_date: '2024-01-14' }, []],
    [{ min_duration: '60', max_duration: '60' }, [0, 1]],
    [{ search: 'jANE' }, [0]],
    [{ search: '415 555-0123' }, [1]],
    [{ search: '%_\\' }, [3]],
    [{ search: '__' }, []],
    [{ has_recording: 'true' }, []],
    [{ has_transcript: 'false', tags: 'vip' }, [1, 2]],
    [{ tags: 'vip, new' }, [1]],
  ])('with %o finds its calls', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
  })

  test.each(
    ['started_at', 'created_at', 'duration'].flatMap((by) => [
      [by, 'asc'],
      [by, 'desc'],
    ]),
  )('goes on by its cursor in the order of its pages: %s %s', async (sort_by, sort_order) => {
    const sorting = { sort_by: sort_by!, sort_order: sort_order!, limit: '2' }
    const [byPage, byCursor]: [string[], string[]] = [[], []]
    for (let page = 1, cursor = ''; page <= 3; page++) {
      byPage.push(...(await list({ ...sorting, page: `${page}` }, caller)).calls.map(({ id }) => id))
      const { calls, pagination } = await list({ ...sorting, ...(cursor && { cursor }) }, caller)
      byCursor.push(...calls.map(({ id }) => id))
      cursor = pagination.next_cursor ?? ''
      expect(pagination.has_next).toBe(page < 3)
    }
    expect(byPage.toSorted()).toEqual(ids.toSorted())
    expect(byCursor).toEqual(byPage)
  })

  test('counts, and takes no cursor but its own', async () => {
    const first = await list({ limit: '4' }, caller)
    expect(first.pagination).toMatchObject({
      ...{ current_page: 1, total_pages: 2, total_count: 6, per_page: 4, has_next: true, has_prev: false },
      total_is_floor: false,
    })
    const cursor = first.pagination.next_cursor!
    const wrong = ['x', '', 'bnVsbA', Buffer.from('["started_at desc","x","y"]').toString('base64url')]
    for (const text of wrong) await expect(list({ cursor: text }, caller)).rejects.toMatchObject({ field: 'cursor' })
    await expect(list({ cursor, sort_by: 'duration' }, caller)).rejects.toMatchObject({ field: 'cursor' })
    expect((await list({ cursor })).calls.every(({ id }) => !ids.includes(id))).toBe(true)
  })
})
